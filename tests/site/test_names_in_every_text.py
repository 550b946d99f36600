"""A protected name is refused in any text of the house, at the desk of any app."""

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.contrib.postgres.fields import ArrayField
from django.utils import timezone

from ijm.public_words import NotForPublic, public_words, troubles_in
from newsletter.models import Gathering, Issue
from newsletter.sending.freezing import problems
from stories.models import NameAcceptance, Topic
from tests.make_names import make_name
from tests.make_stories import make_photo, make_published, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
NO_LISTS = {
    f"{prefix}-{name}_FORMS": 0
    for prefix in ("menu_items", "social_links", "sister_sites", "places")
    for name in ("TOTAL", "INITIAL")
}


def test_every_public_column_is_looked_at() -> None:
    make_name()
    passed = []
    for words in public_words:
        model = apps.get_model(words.name)
        for column in words.columns:
            is_list = isinstance(model._meta.get_field(column), ArrayField)
            name = "sok-dara"
            row = model(**{column: [name] if is_list else name})
            if [trouble.part for trouble in troubles_in(row)] != [column]:
                passed.append(f"{words.name}.{column}")
    assert passed == []


def test_a_topic_is_not_saved_and_what_was_typed_stays(signed_in, editor_esi) -> None:
    make_name()
    typed = {"name": "Courts", "slug": "courts", "introduction": "Sok Dara began."}
    answer = signed_in(editor_esi).post("/admin/stories/topic/add/", typed)
    form = answer.context["adminform"].form
    assert "“Sok Dara”: This is a protected" in str(form.errors["introduction"])
    assert form["introduction"].value() == "Sok Dara began."
    assert not Topic.objects.exists()


def test_a_menu_item_is_not_saved(signed_in, editor_esi, charity) -> None:
    make_name()
    typed = {field.name: getattr(charity, field.name) for field in charity._meta.fields}
    typed = {name: value for name, value in typed.items() if value not in ("", None)}
    item = {
        "menu_items-0-label": "Sok Dara",
        "menu_items-0-url": "/",
    }
    answer = signed_in(editor_esi).post(
        "/admin/ijm/sitesettings/1/change/",
        {
            **typed,
            **NO_LISTS,
            "menu_items-TOTAL_FORMS": 1,
            **item,
            "menu_items-0-where": "header",
            "menu_items-0-position": 0,
        },
    )
    assert answer.status_code == 200
    assert "is a protected name" in answer.content.decode()
    assert not charity.menu_items.exists()


def test_a_letter_is_not_saved(signed_in, editor_esi) -> None:
    make_name()
    answer = signed_in(editor_esi).post(
        "/admin/ijm/mailtext/add/?letter=newsletter-confirm",
        {
            "letter": "newsletter-confirm",
            "subject": "From Sok Dara",
            "body": "{button}",
        },
    )
    assert "subject" in answer.context["adminform"].form.errors


def test_a_photo_nobody_sees_yet_is_kept_with_a_warning(signed_in, editor_esi) -> None:
    make_name()
    photo = make_photo()
    typed = {name: getattr(photo, name) for name in ("title", "credit", "kind", "alt")}
    typed |= {"recognisable": "nobody", "focal_x": 50, "focal_y": 50}
    url = f"/admin/stories/photo/{photo.pk}/change/"
    answer = signed_in(editor_esi).post(url, {**typed, "caption": "Sok Dara"})
    photo.refresh_from_db()
    assert photo.caption == "Sok Dara"
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert "caption: This is a protected name. Use the changed name." in told


def test_a_photo_that_visitors_see_is_not(signed_in, editor_esi) -> None:
    make_name()
    photo = make_photo()
    make_published(hero=photo)
    typed = {name: getattr(photo, name) for name in ("title", "credit", "kind", "alt")}
    typed |= {"recognisable": "nobody", "focal_x": 50, "focal_y": 50}
    url = f"/admin/stories/photo/{photo.pk}/change/"
    signed_in(editor_esi).post(url, {**typed, "caption": "Sok Dara"})
    photo.refresh_from_db()
    assert photo.caption == ""


def test_an_event_is_a_draft_until_it_is_published() -> None:
    make_name()
    now = timezone.now()
    gathering = Gathering(title="An evening with Sok Dara", starts_at=now, ends_at=now)
    with pytest.raises(NotForPublic, match="protected name"):
        gathering.publish(now)


def test_an_issue_does_not_go_out() -> None:
    make_name()
    issue = Issue.objects.create(title="May", slug="may", subject="Sok Dara writes")
    issue.places.create(story=make_published(), summary="As Sok Dara told us.")
    found = [problem.code for problem in problems(issue, timezone.now())]
    assert found.count("not_for_public") == 2


def test_safeguarding_accepts_a_common_name_in_a_text_it_is_sent(
    signed_in, editor_esi, safeguarding_sol
) -> None:
    make_name("Grace")
    make_topic("Courts", slug="courts")
    text = "The Grace Church let us use its hall."
    sent = {"kind": "stories.Topic introduction", "text": text}
    desk, url = signed_in(safeguarding_sol), "/admin/stories/nameacceptance/add/"
    choice = desk.post(url, sent).context["form"].fields["accepted"].choices[0][0]
    desk.post(url, {**sent, "accepted": [choice], "why": "A church."})
    assert NameAcceptance.objects.get().where == "stories.Topic"
    typed = {"name": "Halls", "slug": "halls", "introduction": text}
    signed_in(editor_esi).post("/admin/stories/topic/add/", typed)
    assert Topic.objects.get(slug="halls").introduction == text


def test_a_full_name_cannot_be_accepted_there(signed_in, safeguarding_sol) -> None:
    make_name()
    sent = {"kind": "stories.Topic introduction", "text": "Sok Dara"}
    desk = signed_in(safeguarding_sol)
    page = desk.post("/admin/stories/nameacceptance/add/", sent).content.decode()
    assert "can never be accepted" in page
