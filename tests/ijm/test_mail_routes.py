"""EMAIL_URL, read by type; a mistake names the variable and hides the password."""

import pytest

from ijm.env import Misconfigured
from ijm.house_checks import mail_route
from ijm.transports import SmtpServer


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail:1025", SmtpServer("mail", 1025)),
        ("smtp://mail", SmtpServer("mail", 587)),
        ("smtp://mail?starttls=yes", SmtpServer("mail", 587, security="starttls")),
        ("smtp://u:p%40ss@mail", SmtpServer("mail", 587, "u", "p@ss", "starttls")),
        ("smtp://u:p@mail?starttls=no", SmtpServer("mail", 587, "u", "p")),
        ("smtps://u%40x:p@mail", SmtpServer("mail", 465, "u@x", "p", "tls")),
    ],
)
def test_it_is_understood(url: str, server: SmtpServer) -> None:
    assert SmtpServer.read("EMAIL_URL", url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail:25",
        "http://mail",
        "smtp://",
        "smtp://mail:port",
        "smtp://mail:99999",
        "smtp://user@mail",
        "smtp://mail?starttls=perhaps",
        "smtp://u:secret@mail?tls=1",
        "smtps://u:secret@mail?starttls=yes",
    ],
)
def test_a_mistake_is_told_by_name(url: str, settings) -> None:
    with pytest.raises(Misconfigured, match="EMAIL_URL") as told:
        SmtpServer.read("EMAIL_URL", url)
    assert "secret" not in str(told.value)
    settings.EMAIL_URL = url
    assert [error.id for error in mail_route()] == ["ijm.E006"]
