"""The library as colleagues see it: cards, search, filters, what is hard to look at."""

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from PIL import Image

from stories.chores import render_photos
from stories.models import Photo
from stories.models.standing import Stage
from tests.make_stories import make_bare_photo, make_fresh_photo, make_published

pytestmark = pytest.mark.django_db
LIST = "/admin/stories/photo/"


def page(client, **asked: str) -> str:
    answer = client.get(LIST, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def one_at_each_stage(by) -> dict[str, Photo]:
    shown = make_bare_photo(title="shown")
    make_published(hero=shown)
    gone = make_bare_photo(title="withdrawn")
    gone.withdraw(by, "Asked us to")
    return {
        "shown": shown,
        "withdrawn": gone,
        "undescribed": make_bare_photo(title="undescribed", alt=""),
        "unanswered": make_bare_photo(title="unanswered", recognisable=""),
        "guarded": make_bare_photo(title="guarded", recognisable="subject"),
        "being made": make_fresh_photo(title="being made"),
        "ready": make_bare_photo(title="ready"),
    }


def test_a_set_and_a_row_agree_where_each_stands(editor_esi):
    photos = one_at_each_stage(editor_esi)
    assert set(photos) == set(Stage.values)
    for stage, photo in photos.items():
        photo.refresh_from_db()
        assert photo.standing == stage
        assert list(Photo.objects.at(stage)) == [photo]


def test_a_card_says_what_is_missing_and_where_it_is_used(signed_in, editor_esi):
    make_published(
        hero=make_bare_photo(title="The boat", alt="A boat."), title="It sailed"
    )
    make_bare_photo(title="Raw", alt="", credit="", kind="")
    seen = page(signed_in(editor_esi))
    for words in ("The boat", "“A boat.”", "on a public page", "It sailed"):
        assert words in seen
    for words in ("Nobody said what it shows", "whose?", "of which kind?", "nowhere"):
        assert words in seen


@pytest.mark.parametrize(
    ("words", "found"),
    [("boat", True), ("BOAT beach", True), ("oat", True), ("boat court", False)],
)
def test_words_are_found_in_all_that_was_said(signed_in, writer_wen, words, found):
    make_bare_photo(
        title="IMG_2033", alt="A boat.", caption="On the beach", credit="Amara"
    )
    assert ("IMG_2033" in page(signed_in(writer_wen), q=words)) is found


@pytest.mark.parametrize(
    "asked",
    [
        *({"state": stage} for stage in (*Stage.values, "failed", "nonsense")),
        *({"use": use} for use in ("live", "scheduled", "draft", "newsletter")),
        {"use": "unused"},
        {"kind": "place"},
        {"recognisable": "nobody"},
        {"p": "1"},
    ],
)
def test_every_filter_opens(signed_in, editor_esi, asked):
    make_bare_photo()
    page(signed_in(editor_esi), **asked)


def test_a_page_of_many_asks_no_more_than_a_page_of_one(
    signed_in, editor_esi, django_assert_max_num_queries
):
    client = signed_in(editor_esi)
    for _ in range(3):
        make_published(hero=make_bare_photo())
    with django_assert_max_num_queries(20):
        page(client)


def test_what_is_hard_to_look_at_is_veiled_until_opened(
    signed_in, writer_wen, own_storages
):
    photo, client = make_bare_photo(to_look_at="hard"), signed_in(writer_wen)
    assert "Hard to look at" in page(client)
    address = f"{LIST}{photo.pk}/preview/"
    veiled, opened = client.get(address), client.get(f"{address}?open=1")
    (own_storages / "veiled").write_bytes(veiled.content)
    with Image.open(own_storages / "veiled") as seen:
        assert seen.width < 100
    assert b"".join(opened.streaming_content) != veiled.content
    assert "no-store" in veiled["Cache-Control"]


def test_a_withdrawn_photo_is_no_choice_for_a_story(signed_in, editor_esi):
    make_bare_photo(title="Gone boat").withdraw(editor_esi, "Asked us to")
    make_bare_photo(title="Boat that stays")
    asked = {"app_label": "stories", "model_name": "story", "field_name": "hero"}
    answer = signed_in(editor_esi).get(
        "/admin/autocomplete/", {"term": "boat", **asked}
    )
    assert [each["text"] for each in answer.json()["results"]] == ["Boat that stays"]


def test_one_whose_sizes_fail_is_an_alarm_at_the_desk(signed_in, editor_esi, charity):
    storages["private"].delete(make_fresh_photo(title="Broken").master)
    render_photos(timezone.now())
    client = signed_in(editor_esi)
    assert "sizes cannot be made" in client.get("/admin/").content.decode()
    assert "Broken" in page(client, state="failed")


CROWD = 25_000
COPIES = """
INSERT INTO stories_photo (folder, title, received_at, {columns})
SELECT substr(md5(number::text), 1, 24), 'Crowd ' || number,
    now() - number * interval '1 minute', {columns}
FROM (SELECT {columns} FROM stories_photo LIMIT 1) AS one,
    generate_series(1, %s) AS number
"""


def make_crowd() -> None:
    """Copies of the one photo there is, and what PostgreSQL then knows of them."""
    own = {"id", "said", "folder", "title", "received_at"}
    kept = [each.column for each in Photo._meta.concrete_fields]
    columns = ", ".join(each for each in kept if each not in own)
    with connection.cursor() as cursor:
        cursor.execute(COPIES.format(columns=columns), [CROWD])
        cursor.execute("ANALYZE stories_photo")


def test_its_first_page_neither_counts_nor_reads_the_whole_table(
    signed_in, editor_esi, django_assert_max_num_queries
):
    client = signed_in(editor_esi)
    make_bare_photo()
    make_crowd()
    with django_assert_max_num_queries(20) as asked:
        assert "Crowd 47" in page(client)
    # Not of who sent some: one person sent them all, and the first row says so.
    of_photos = [
        sql
        for sql in (each["sql"] for each in asked)
        if '"stories_photo"' in sql and 'FROM "ijm_staffmember"' not in sql
    ]
    assert of_photos and not [sql for sql in of_photos if "COUNT" in sql]
    with connection.cursor() as cursor:
        for sql in of_photos:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on stories_photo" not in plan, plan
