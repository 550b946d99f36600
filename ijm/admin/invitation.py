"""Who was invited to work here, and an invitation for somebody more."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import inviting
from ijm.admin.bases import OneOfTheFirstSteps
from ijm.admin.fresh import freshly_proved
from ijm.models import Invitation, StaffMember
from ijm.zones import zone_choices


class OwnWays(forms.ModelForm):
    """Language and clocks of one person, by choosing."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("The charity's")), *settings.LANGUAGES],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=zone_choices,
        help_text=_("Plans begin with their clocks."),
    )


class InvitationForm(OwnWays):
    class Meta:
        model = Invitation
        fields = ("email", "role", "language", "time_zone")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if StaffMember.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody here already has this address."))
        # The constraint says so, too, but Django asks it only of fields in the form.
        if Invitation.objects.still_open().filter(email__iexact=email).exists():
            raise forms.ValidationError(
                _("This address has an open invitation. Send that one again.")
            )
        return email


@admin.register(Invitation)
class InvitationAdmin(OneOfTheFirstSteps):
    form = InvitationForm
    fields = ("email", "role", "language", "time_zone")
    list_display = ("email", "role", "invited_by", "invited_at", "state")
    search_fields = ("email",)
    actions = ("send_again", "withdraw")
    list_select_related = ("invited_by",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @freshly_proved
    def add_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().add_view(*args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Invitation, form: Any, change: bool
    ) -> None:
        obj.invited_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        inviting.post(obj, timezone.now())

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> str:
        if invitation.accepted_at:
            return str(_("accepted"))
        if invitation.withdrawn_at:
            return str(_("withdrawn"))
        too_old = invitation.invited_at + inviting.LIFETIME < timezone.now()
        return str(_("ran out: send it again") if too_old else _("open"))

    @admin.action(description=_("Send again"), permissions=["add"])
    def send_again(self, request: HttpRequest, invitations: Any) -> None:
        now = timezone.now()
        for invitation in invitations.still_open():
            invitation.change(invited_at=now)
            inviting.post(invitation, now)
        messages.success(request, _("The open ones are on their way."))

    @admin.action(description=_("Withdraw"), permissions=["add"])
    def withdraw(self, request: HttpRequest, invitations: Any) -> None:
        invitations.still_open().update(withdrawn_at=timezone.now())
        messages.success(request, _("Their links open nothing any more."))
