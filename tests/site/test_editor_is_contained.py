"""What stands in place of security releases for CKEditor 4 (docs/decisions/0002)."""

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from ijm.content_policy import EDITOR_CONFIG, EDITOR_POLICY
from tests.make_stories import make_published, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
HOSTILE = (
    "<p onclick=x()>a</p><script>b</script><img src=x onerror=y>"
    "<a href='javascript:z'>c</a>"
)


def test_exactly_two_checks_are_silenced() -> None:
    assert settings.SILENCED_SYSTEM_CHECKS == ["ckeditor.W001", "security.W003"]


def test_its_uploader_is_not_installed() -> None:
    assert not apps.is_installed("ckeditor_uploader")
    assert Client().get("/ckeditor/upload/").status_code == 404


def test_it_neither_calls_home_nor_takes_any_content() -> None:
    assert EDITOR_CONFIG["versionCheck"] is False
    assert not EDITOR_CONFIG.get("fullPage")
    assert EDITOR_CONFIG.get("allowedContent") is not True
    removed = str(EDITOR_CONFIG["removePlugins"]).split(",")
    for plugin in ("codesnippetgeshi", "iframe", "image", "preview", "uploadimage"):
        assert plugin in removed


def test_its_policy_still_forbids_inline_scripts() -> None:
    assert EDITOR_POLICY["script-src"] == ["'self'"]
    assert "'unsafe-eval'" not in str(EDITOR_POLICY)


def test_only_pages_with_the_editor_get_its_policy(signed_in, admin_amina) -> None:
    client, story = signed_in(admin_amina), make_story()
    form = client.get(f"/admin/stories/story/{story.pk}/change/")
    others = [client.get("/admin/"), client.get("/admin/stories/story/")]
    assert "script-src-attr 'unsafe-inline'" in form["Content-Security-Policy"]
    for answer in others:
        assert "unsafe" not in answer["Content-Security-Policy"]


def test_what_it_sends_is_cleaned_on_the_way_in_and_out() -> None:
    story = make_story(body=HOSTILE)
    story.refresh_from_db()
    for word in ("script", "onclick", "onerror", "javascript", "<img"):
        assert word not in story.body


def test_visitors_never_load_it(client) -> None:
    page = client.get(make_published(slug="read").get_absolute_url()).content.decode()
    assert "ckeditor" not in page.lower()
