"""A text column that holds only safe HTML, whoever writes it, wherever it goes."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import models

from stories.sanitising import clean


class BodyEditor(CKEditorWidget):
    """CKEditor with our photo plugin, whose hashed file name is asked for late."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(template_name="admin/stories/editor.html", **kwargs)

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        folder, _slash, file = staticfiles_storage.url(
            "js/ckeditor/photo/plugin.js"
        ).rpartition("/")
        self.external_plugin_resources = [["photo", f"{folder}/", file]]
        return super().get_context(name, value, attrs)


class SanitisedHTMLFormField(forms.CharField):
    widget = BodyEditor

    def prepare_value(self, value: Any) -> Any:
        return clean(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


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
