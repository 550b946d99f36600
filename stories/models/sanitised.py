"""A text column that holds only safe HTML, whoever writes it, wherever it goes."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.sanitising import clean
from stories.tame import is_shallow

TOO_DEEP = _(
    "Tags lie in each other here hundreds deep, as no editor writes them: often a "
    "sign of a page copied whole. Nothing was saved. All the words are below, without "
    "their layout: read them, and save again."
)
PLUGINS = ("photo", "blocks", "citation")


class BodyEditor(CKEditorWidget):
    """CKEditor with plugins of our own, whose hashed file names are asked for late."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(template_name="admin/stories/editor.html", **kwargs)

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        self.external_plugin_resources = list(map(_resource, PLUGINS))
        return super().get_context(name, value, attrs)


def _resource(plugin: str) -> list[str]:
    url = staticfiles_storage.url(f"js/ckeditor/{plugin}/plugin.js")
    folder, _slash, file = url.rpartition("/")
    return [plugin, f"{folder}/", file]


class SanitisedHTMLFormField(forms.CharField):
    widget = BodyEditor

    def prepare_value(self, value: Any) -> Any:
        return clean(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        html = super().to_python(value) or ""
        if not is_shallow(html):
            raise forms.ValidationError(TOO_DEEP, code="too_deep")
        return clean(html)


class SanitisedHTMLField(models.TextField):
    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Also for `update()`, which never asks the instance."""
        ready = clean(value) if isinstance(value, str) else value
        return super().get_db_prep_save(ready, connection)

    def formfield(self, **kwargs: Any) -> Any:
        kwargs["widget"] = BodyEditor  # the admin would put its plain textarea here
        return super().formfield(**{"form_class": SanitisedHTMLFormField, **kwargs})
