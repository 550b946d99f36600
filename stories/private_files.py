"""Renditions from the private storage. Whoever calls has asked for the right before."""

from django.core.files.storage import storages
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from stories.models.rendition import Rendition

TYPES = {"jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}


def private_file(rendition: Rendition | None) -> HttpResponseBase:
    if rendition is None or not storages["private"].exists(rendition.name):
        raise Http404
    response = FileResponse(
        storages["private"].open(rendition.name), content_type=TYPES[rendition.format]
    )
    response["Cache-Control"] = "private, max-age=300"
    return response
