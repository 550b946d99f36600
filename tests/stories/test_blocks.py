"""What an editor puts between the paragraphs by reference: galleries, figures."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ijm.contributions import desk_items
from ijm.dates import today
from stories import body
from stories.models import ImpactFigure, Story
from tests.make_stories import make_figure, make_photo, make_published, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
MOST_QUERIES = 6


def block(kind: str, *things) -> str:
    return str(body.Reference(kind, tuple(thing.pk for thing in things)))


def read(client, story) -> str:
    answer = client.get(story.live_edition.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_gallery_shows_its_photos_in_order_and_leads_to_the_whole_of_each(client):
    first, second = make_photo(alt="A kiln."), make_photo(alt="A court.")
    page = read(client, make_published(body=block("gallery", second, first)))
    gallery = page.partition('class="gallery')[2].partition("</div>")[0]
    assert gallery.index("A court.") < gallery.index("A kiln.")
    assert gallery.count("<li>") == 2
    assert f'href="/media/{second.files["whole"]["jpeg"][-1][2]}"' in gallery
    assert gallery.count("Photo: A. Example") == 1


def test_each_photo_has_its_own_credit_where_they_differ(client):
    photos = make_photo(credit="A. One"), make_photo(credit="B. Two")
    page = read(client, make_published(body=block("gallery", *photos)))
    assert page.count("Photo: A. One") == page.count("Photo: B. Two") == 1


def test_a_gallery_closes_up_when_a_photo_is_withdrawn(client, editor_esi):
    left, gone = make_photo(alt="A kiln."), make_photo(alt="A face.")
    story = make_published(body="<p>One.</p>" + block("gallery", left, gone))
    gone.withdraw(editor_esi, "Asked us to")
    page = read(client, story)
    assert "A kiln." in page and "A face." not in page
    assert 'class="gallery' not in page


def test_photos_of_a_gallery_are_photos_of_the_story():
    photos = make_photo(), make_photo()
    story = make_published(body=block("gallery", *photos))
    assert story.live_edition.photo_ids == [photo.pk for photo in photos]
    assert story.latest_revision.photos_shown == [photo.pk for photo in photos]


@pytest.mark.parametrize("numbers", ["1", "12 3", "3 1 2", "212"])
def test_the_database_finds_a_number_among_others(numbers):
    html = f'<figure data-gallery="{numbers}"></figure>'
    Story.objects.filter(pk=make_story().pk).update(body=html)
    for number in (1, 2, 3, 12, 212):
        found = Story.objects.referring_to("gallery", number).exists()
        assert found == (number in body.photo_ids(html))


def test_figures_say_their_date_scope_and_source(client):
    figure = make_figure(source_url="https://example.org/study")
    page = read(client, make_published(body=block("figures", figure)))
    assert '<dd class="figures__value">2.2%</dd>' in page
    assert 'Three places, <time datetime="2015-12">December 2015</time>' in page
    assert '<a href="https://example.org/study" rel="noopener">A study</a>' in page


def test_a_corrected_figure_is_right_everywhere_at_once(client, signed_in, editor_esi):
    figure = make_figure()
    story = make_published(body=block("figures", figure))
    form = {"value": "2.3%", "label": figure.label, "as_of": "2015-12-31"}
    form |= {"scope": figure.scope, "source": figure.source, "position": "0"}
    change = reverse("admin:stories_impactfigure_change", args=[figure.pk])
    assert signed_in(editor_esi).post(change, form).status_code == 302
    assert "2.3%" in read(client, story)


def test_a_figure_that_was_deleted_leaves_no_gap(client):
    figure = make_figure()
    story = make_published(body="<p>One.</p>" + block("figures", figure))
    figure.delete()
    assert "figures--in-text" not in read(client, story)


def test_an_old_figure_says_so_to_staff_and_not_to_visitors(
    client, signed_in, editor_esi
):
    figure = make_figure(check_by=today() - timedelta(days=1))
    story = make_published(body=block("figures", figure))
    desk = signed_in(editor_esi)
    preview = desk.get(reverse("admin:stories_story_preview", args=[story.pk]))
    assert "was to be checked again by" in preview.content.decode()
    assert desk_items.named("figures overdue").count(editor_esi) == 1
    old = desk.get(reverse("admin:stories_impactfigure_changelist"), {"age": "overdue"})
    assert figure.label in old.content.decode()
    assert "checked again" not in read(client, story)


@pytest.mark.parametrize("days", [-1, 0, 1, None])
def test_a_set_and_a_row_agree_on_what_is_overdue(days):
    day = None if days is None else today() + timedelta(days=days)
    figure = make_figure(check_by=day)
    overdue = ImpactFigure.objects.overdue(today()).exists()
    assert figure.is_overdue(today()) == overdue == (days == -1)


def test_feeds_carry_the_figures_and_every_photo(client):
    photos = make_photo(alt="A kiln."), make_photo(alt="A court.")
    blocks = block("gallery", *photos) + block("figures", make_figure())
    make_published(body=f"<p>One.</p>{blocks}")
    item = json.loads(client.get("/stories/feed.json").content)["items"][0]
    content = item["content_html"]
    assert "A kiln." in content and "A court." in content and "2.2%" in content
    assert "data-" not in content and "<ul" not in content


def test_a_page_with_all_of_it_takes_few_queries(client, django_assert_max_num_queries):
    blocks = block("gallery", make_photo(), make_photo())
    blocks += block("figures", make_figure())
    address = make_published(body=blocks).get_absolute_url()
    client.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(address).status_code == 200


def test_a_figure_is_checked_after_it_was_counted():
    figure = make_figure()
    figure.check_by = date(2015, 1, 1)
    with pytest.raises(ValidationError, match="must come after"):
        figure.full_clean()
