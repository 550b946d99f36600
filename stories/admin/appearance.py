"""In a story's form: who of the protected people appears in its words, and by what."""

from django import forms
from django.contrib import admin

from stories.models import Appearance
from stories.models.agreed import Identifies


class AppearanceForm(forms.ModelForm):
    known_by = forms.MultipleChoiceField(
        label=Appearance._meta.get_field("known_by").verbose_name,
        choices=[each for each in Identifies.choices if each[0] != Identifies.PICTURE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Appearance._meta.get_field("known_by").help_text,
    )

    class Meta:
        model = Appearance
        fields = ("subject", "known_by")


class AppearanceInline(admin.StackedInline):
    model = Appearance
    form = AppearanceForm
    autocomplete_fields = ("subject",)
    extra = 0
