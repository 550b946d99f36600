"""A scanner that opens every link of every mail confirms nobody, removes nobody."""

from django.db import connection

from tests.make_newsletter import (
    answer,
    mails_to,
    ours_in,
    sign_up,
    visitor,
    written,
)

TABLES = "subscriber subscription consentevent suppression enquiry".split()


def all_rows() -> list[object]:
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM newsletter_{table} ORDER BY id")
            found.append(
                repr(
                    [
                        [bytes(c) if isinstance(c, memoryview) else c for c in row]
                        for row in cursor.fetchall()
                    ]
                )
            )
    return found


def test_get_and_head_of_every_link_twenty_times_change_nothing(reader):
    sign_up("new@example.org")
    sign_up(reader.address)
    visitor().post("/newsletter/lost-link/", {"email": reader.address})
    answer()
    mails = mails_to("new@example.org") + mails_to(reader.address)
    links = [link for mail in mails for link in ours_in(written(mail))]
    before = all_rows()
    for _time in range(20):
        for link in links:
            assert visitor().get(link).status_code == 200
            assert visitor().head(link).status_code == 200
    assert len(links) >= 5
    assert all_rows() == before


def test_pages_behind_links_are_kept_by_nobody_and_found_by_nobody(reader):
    for link in ours_in(written(mails_to(reader.address)[-1])):
        page = visitor().get(link)
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]
        assert page["Referrer-Policy"] == "same-origin"
        assert reader.address not in page.content.decode()
        assert not page.cookies
