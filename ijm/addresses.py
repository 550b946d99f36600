"""E-mail addresses: what is one, which two are the same, how to show one half."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

LONGEST = 254  # RFC 5321 4.5.3.1.3, less the angle brackets
IN_TEXT = re.compile(r"[^\s<>()\"'=,;]+@[^\s<>()\"'=,;]+")


def normalise(address: str) -> str:
    """The form that identity is judged by: NFC, lower case, domain in ASCII (IDNA).

    Plus tags and dots stay: they are the owner's own routing.
    """
    local, _at, domain = unicodedata.normalize("NFC", address.strip()).rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        pass
    return f"{local}@{domain}".lower()


def spellings(address: str) -> set[str]:
    """Ways in which one address may have been typed, but for the case of letters."""
    typed = unicodedata.normalize("NFC", address.strip())
    found = {typed, normalise(typed)}
    local, _at, domain = normalise(typed).rpartition("@")
    try:
        found.add(f"{local}@{domain.encode('ascii').decode('idna')}")
    except UnicodeError:
        pass
    return found


def deliverable(address: str) -> str:
    """The form that an SMTP server is told: domain in ASCII; raises ValueError."""
    local, _at, domain = address.strip().rpartition("@")
    found = f"{local}@{domain.encode('idna').decode('ascii')}"
    if not found.isascii() or set(found) & set('\r\n\t <>"(),;'):
        raise ValueError("This address has letters that SMTP does not carry.")
    return found


def mask(address: str) -> str:
    """`amara@example.org` as `a…@example.org`, for pages that a forward may show."""
    local, _at, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


def without_addresses(text: str) -> str:
    """`text` with every address in it struck out, for logs and records of errors."""
    return IN_TEXT.sub("…", text)


class EmailAddressField(forms.CharField):
    """One address, typed by anyone; errors say what to do."""

    widget = forms.EmailInput(
        attrs={"autocomplete": "email", "spellcheck": "false", "inputmode": "email"}
    )
    default_error_messages = {
        "required": _("Enter your email address."),
        "invalid": _("Enter an email address like name@example.org."),
        "long": _("Enter an email address of 254 characters or fewer."),
        "letters": _(
            "Letters before the @ must be plain: a–z, digits and . _ - +. We cannot "
            "send mail to other addresses yet."
        ),
    }

    def clean(self, value: str | None) -> str:
        address = "".join((super().clean(value) or "").split())
        if not address and not self.required:
            return ""
        if len(address) > LONGEST:
            raise ValidationError(self.error_messages["long"], code="long")
        if "@" in address and not address.rpartition("@")[0].isascii():
            raise ValidationError(self.error_messages["letters"], code="letters")
        try:
            validate_email(address)
        except ValidationError as wrong:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from wrong
        return address
