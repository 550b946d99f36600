"""Outgoing mail: what was sent to whom, what waits, what failed and why."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ijm import delivery
from ijm.admin.bases import ReadOnlyAdmin
from ijm.contributions import letters
from ijm.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    list_display = (
        "title",
        "recipient",
        "state",
        "created_at",
        "sent_at",
        "attempts",
        "error",
    )
    list_filter = ("state", "letter")
    search_fields = ("recipient", "cause")
    search_help_text = _("A whole or half address, or a cause.")
    ordering = ("-id",)
    actions = ("try_again_now",)
    fields = (
        "title",
        "recipient",
        "language",
        "cause",
        "state",
        "created_at",
        "next_try_at",
        "attempts",
        "sent_at",
        "error",
    )

    @admin.display(description=_("letter"), ordering="letter")
    def title(self, mail: OutgoingMail) -> str:
        known = mail.letter in letters
        return str(letters.named(mail.letter).title) if known else mail.letter

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ijm.change_outgoingmail")

    @admin.action(
        description=_("Try again now (those that failed)"), permissions=["try_again"]
    )
    def try_again_now(
        self, request: HttpRequest, mails: QuerySet[OutgoingMail]
    ) -> None:
        count = delivery.try_again(mails, timezone.now())
        words = ngettext(
            "%(count)d mail is on its way again.",
            "%(count)d mails are on their way again.",
            count,
        )
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, words % {"count": count}, level)
