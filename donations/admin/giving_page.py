"""The giving pages as a whole: one form."""

from django.contrib import admin

from donations.admin.offers import MovesPages
from donations.models import GivingPage, PartnerQuestion
from ijm.admin.bases import OneRowAdmin
from ijm.admin.public_words import SpeaksInPublic


class QuestionInline(SpeaksInPublic, admin.StackedInline):
    model = PartnerQuestion
    fields = ("question", "answer", "position")
    extra = 1


@admin.register(GivingPage)
class GivingPageAdmin(OneRowAdmin, MovesPages):
    fields = ("costs_percent", "asks_gift_aid", "asks_by_itself")
    inlines = (QuestionInline,)
