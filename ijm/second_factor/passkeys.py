"""Passkeys: the one door to the WebAuthn library (W3C Web Authentication, level 2).

A question is put to the browser and its challenge kept in the session, for one answer.
"""

import struct
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ijm import keyed_hash
from ijm.models.second_factor import Passkey
from ijm.models.site_settings import SiteSettings

if TYPE_CHECKING:
    from ijm.models import StaffMember

Question = tuple[dict[str, Any], dict[str, Any]]
# Level 2, §5.8.1 and §6: of each answer, of a new key's, and of a known one's.
OF_ANSWERS = ("id", "rawId", "type")
OF_RESPONSES = (
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
)
# What the library's decoders raise over an answer that nobody's browser made.
UNREADABLE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    struct.error,
)


class PasskeyRefused(Exception):
    """The answer does not prove that the key is there."""


def ask_for_a_new_one(person: "StaffMember") -> Question:
    """What to ask the browser (JSON), and what to keep until it answers."""
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(
            id=keyed_hash.digest(str(person.pk), "ijm.passkeys"),
            name=person.email,
            display_name=str(person),
        ),
        _known(person),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options)["publicKey"], state


def add(
    person: "StaffMember", name: str, kept: Any, answer: Any, now: datetime
) -> Passkey:
    """The key that the browser made; raises PasskeyRefused."""
    try:
        data = _server().register_complete(kept, _in_text(answer))
        made = data.credential_data
        assert made is not None
    except UNREADABLE as wrong:
        raise PasskeyRefused from wrong
    try:
        with transaction.atomic():
            return Passkey.objects.create(
                person=person,
                name=name,
                credential_id=made.credential_id,
                credential=bytes(made),
                sign_count=data.counter,
                added_at=now,
            )
    except IntegrityError as known:
        raise PasskeyRefused from known


def ask(person: "StaffMember") -> Question:
    options, state = _server().authenticate_begin(
        _known(person), UserVerificationRequirement.PREFERRED
    )
    return dict(options)["publicKey"], state


def check(person: "StaffMember", kept: Any, answer: Any, now: datetime) -> Passkey:
    """The key of theirs that answered; raises PasskeyRefused."""
    try:
        said = _in_text(answer)
        used = _server().authenticate_complete(kept, _known(person), said)
        count = AuthenticationResponse.from_dict(
            said
        ).response.authenticator_data.counter
    except UNREADABLE as wrong:
        raise PasskeyRefused from wrong
    key = person.passkeys.get(credential_id=used.credential_id)
    # A key that counts and has counted back was copied (level 2, §6.1.1).
    if (count or key.sign_count) and count <= key.sign_count:
        raise PasskeyRefused
    as_read = Passkey.objects.filter(pk=key.pk, sign_count=key.sign_count)
    if as_read.update(sign_count=count, last_used_at=now) != 1:
        raise PasskeyRefused
    return key


def _in_text(answer: Any) -> dict[str, Any]:
    """What the library reads of an answer, which is all text; raises ValueError.

    Where it wants bytes and meets a number, it makes that many: gigabytes, if asked.
    """
    response = answer["response"]
    said = {name: answer[name] for name in OF_ANSWERS if name in answer}
    inside = {
        name: response[name] for name in OF_RESPONSES if response.get(name) is not None
    }
    if not all(isinstance(each, str) for each in (*said.values(), *inside.values())):
        raise ValueError("not text")
    return {**said, "response": inside, "clientExtensionResults": {}}


def _server() -> Fido2Server:
    """Keys belong to the host of SITE_URL, and only its own pages may ask for them."""
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    charity = PublicKeyCredentialRpEntity(id=host, name=SiteSettings.current().name)
    return Fido2Server(charity, verify_origin=settings.SITE_URL.__eq__)


def _known(person: "StaffMember") -> list[AttestedCredentialData]:
    keys = person.passkeys.values_list("credential", flat=True)
    return [AttestedCredentialData(bytes(each)) for each in keys]
