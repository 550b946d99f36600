"""Videos of two hosts, known by their addresses, and no others."""

import pytest
from django.core.exceptions import ValidationError

from stories.hosts import Hosted


@pytest.mark.parametrize(
    ("address", "host", "number"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "youtube", "abcdefghijk"),
        ("https://m.youtube.com/watch?t=4&v=ab-_efghijk", "youtube", "ab-_efghijk"),
        (" https://youtu.be/abcdefghijk?si=x ", "youtube", "abcdefghijk"),
        ("https://www.youtube.com/shorts/abcdefghijk", "youtube", "abcdefghijk"),
        ("https://youtube.com/live/abcdefghijk", "youtube", "abcdefghijk"),
        (
            "https://www.youtube-nocookie.com/embed/abcdefghijk",
            "youtube",
            "abcdefghijk",
        ),
        ("https://vimeo.com/123456789", "vimeo", "123456789"),
        ("https://vimeo.com/123456789/0a1b2c3d4e", "vimeo", "123456789/0a1b2c3d4e"),
        (
            "https://player.vimeo.com/video/123456789?h=0a1b2c3d4e",
            "vimeo",
            "123456789/0a1b2c3d4e",
        ),
    ],
)
def test_an_address_leads_to_one_video(address, host, number):
    assert Hosted.at(address) == Hosted(host, number)


@pytest.mark.parametrize(
    "address",
    [
        "youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/@somebody",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=abcdefghij%22",
        "https://youtube.com.evil.example/watch?v=abcdefghijk",
        "https://evil.example/?https://youtu.be/abcdefghijk",
        "https://vimeo.com/channels/staffpicks",
        "https://vimeo.com/123456789/onload=x",
        "javascript:alert(1)//youtu.be/abcdefghijk",
        "https://[bad",
        "",
    ],
)
def test_every_other_is_refused_with_a_sentence(address):
    with pytest.raises(ValidationError, match="YouTube or Vimeo"):
        Hosted.at(address)


def test_players_are_asked_to_remember_nobody():
    assert Hosted("youtube", "abcdefghijk").frame.startswith(
        "https://www.youtube-nocookie.com/embed/abcdefghijk?"
    )
    assert "dnt=1" in Hosted("vimeo", "123456789").frame
    assert "h=0a1b2c3d4e" in Hosted("vimeo", "123456789/0a1b2c3d4e").frame
