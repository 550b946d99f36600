"""What attackers ask every site for is not here."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ASKED_FOR = (
    *("/.git/config", "/.git/HEAD", "/.svn/entries", "/.hg/store/00manifest.i"),
    *("/.env", "/.env.example", "/.env.bak", "/manage.py", "/pyproject.toml"),
    *("/requirements.txt", "/Dockerfile", "/docker-compose.yml", "/ijm/settings.py"),
    *(
        "/var/",
        "/var/secret-key",
        "/backup.zip",
        "/backup.sql",
        "/dump.sql",
        "/db.dump",
    ),
    *("/__debug__/", "/debug/", "/admin/doc/", "/admin/jsi18n.bak", "/server-status"),
    *("/phpinfo.php", "/wp-config.php", "/xmlrpc.php", "/.well-known/../.env"),
    *(
        "/static/",
        "/media/",
        "/static/../.env",
        "/media/../.env",
        "/static//etc/passwd",
    ),
    *("/media/%2e%2e/.env", "/media/..%2f.env", "/media/%00", "/static/%00.css"),
    *("/media/....//.env", "/media/\\..\\.env", "/healthz/../manage.py"),
)


@pytest.mark.parametrize("path", ASKED_FOR)
def test_it_is_not_here(client: Client, path: str) -> None:
    answer = client.get(path)
    # A slash may be added on the way to nothing.
    if answer.status_code == 301:
        answer = client.get(answer["Location"])
    assert answer.status_code in {302, 404} or answer.status_code == 400
    if answer.status_code == 302:
        assert answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG"])
@pytest.mark.parametrize("path", ["/", "/admin/login/", "/healthz", "/media/no.jpg"])
def test_no_odd_method_is_answered(client: Client, method: str, path: str) -> None:
    answer = client.generic(method, path, HTTP_X_CANARY="quetzal")
    assert answer.status_code in {403, 404, 405}
    assert b"quetzal" not in answer.content
