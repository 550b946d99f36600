"""The compose file's proxy, run for real in front of a server that counts."""

import itertools
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from tests import machine
from tests.ground.conftest import CHECKOUT

pytestmark = pytest.mark.proxy
PUBLIC = "max-age=0, s-maxage=1"
DAY = timedelta(days=1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A web server that says what it was asked, and how it may be kept."""

    server: ThreadingHTTPServer
    headers_seen: list[dict[str, str]] = field(default_factory=list)
    answers: Iterator[int] = field(default_factory=lambda: itertools.count(1))


@pytest.fixture
def site() -> Iterator[Site]:
    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.headers_seen.append(dict(self.headers))
            body = f"answer {next(site.answers)}".encode()
            self.send_response(200)
            kept = (
                PUBLIC for path in ("/stories/", "/media/kept/") if path in self.path
            )
            self.send_header("Cache-Control", next(kept, "private, no-store"))
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_words: object) -> None:
            pass

    site = Site(ThreadingHTTPServer(("127.0.0.1", 0), Answer))
    threading.Thread(target=site.server.serve_forever, daemon=True).start()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def tls(tmp_path: Path) -> str:
    """Before `proxy`: it answers by https, too; its address there."""
    port = free_port()
    configuration = (CHECKOUT / "ijm/deploy/tls.conf").read_text(encoding="utf-8")
    assert "listen 8443" in configuration
    words = configuration.replace("listen 8443", f"listen 127.0.0.1:{port}")
    (tmp_path / "tls.conf").write_text(words)
    (tmp_path / "secrets").mkdir()
    return f"https://127.0.0.1:{port}"


@pytest.fixture
def proxy(site: Site, tmp_path: Path) -> Iterator[str]:
    """Our configuration with this machine's paths and ports in it; its address."""
    port = free_port()
    served = tmp_path / "srv"
    (served / "static").mkdir(parents=True)
    (served / "media").mkdir()
    shutil.copytree("/etc/nginx", tmp_path / "etc", symlinks=True, dirs_exist_ok=True)
    configuration = (CHECKOUT / "ijm/deploy/nginx.conf").read_text(encoding="utf-8")
    for written, here in {
        " /tmp/": f" {tmp_path}/",
        "web:8000": f"127.0.0.1:{site.server.server_port}",
        "listen 8080": f"listen 127.0.0.1:{port}",
        "root /srv": f"root {served}",
        "include /etc/nginx/tls*.conf": f"include {tmp_path}/tls*.conf",
        "default /run/secrets": f"default {tmp_path}/secrets",
    }.items():
        assert written in configuration
        configuration = configuration.replace(written, here)
    path = tmp_path / "nginx.conf"
    # pytest's folders are closed to the account that nginx would change to.
    path.write_text(f"user root;\n{configuration}")
    command = [str(machine.found("proxy")), "-c", str(path), "-g", "daemon off;"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    running = subprocess.Popen(command)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(10)


def ask(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    asked = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(), dict(refused.headers)


def test_a_public_page_is_kept_for_its_second_and_no_longer(proxy: str) -> None:
    first = ask(f"{proxy}/stories/one/")[1]
    assert ask(f"{proxy}/stories/one/")[1] == first
    time.sleep(2.1)  # nginx counts whole seconds
    assert ask(f"{proxy}/stories/one/")[1] != first


def test_what_is_not_public_is_never_kept(proxy: str) -> None:
    assert ask(f"{proxy}/donor/")[1] != ask(f"{proxy}/donor/")[1]


def test_nothing_stale_is_served_when_the_site_is_away(proxy: str, site: Site) -> None:
    assert ask(f"{proxy}/stories/one/")[0] == 200
    site.server.shutdown()
    site.server.server_close()
    time.sleep(2.1)
    status, words, headers = ask(f"{proxy}/stories/one/")
    assert status == 503
    assert "never taken twice" in words
    assert headers["Cache-Control"] == "no-store"


def test_the_site_learns_who_asks_and_for_which_host(proxy: str, site: Site) -> None:
    ask(f"{proxy}/give/", Host="give.example.org", **{"X-Forwarded-Host": "evil.test"})
    seen = site.headers_seen[-1]
    assert seen["Host"] == "give.example.org"
    assert seen["X-Forwarded-For"] == "127.0.0.1"
    assert seen["X-Forwarded-Proto"] == "http"
    assert "X-Forwarded-Host" not in seen


def test_hosts_do_not_share_a_page(proxy: str) -> None:
    one = ask(f"{proxy}/stories/one/", Host="one.example.org")[1]
    assert ask(f"{proxy}/stories/one/", Host="two.example.org")[1] != one


def test_static_files_and_media_come_from_disk(proxy: str, tmp_path: Path) -> None:
    (tmp_path / "srv/static/site.0123456789ab.css").write_text("a{}")
    (tmp_path / "srv/static/plain.css").write_text("a{}")
    (tmp_path / "srv/media/x.html").write_text("<script>1</script>")
    hashed = ask(f"{proxy}/static/site.0123456789ab.css")[2]
    assert "immutable" in hashed["Cache-Control"]
    assert "immutable" not in ask(f"{proxy}/static/plain.css")[2]["Cache-Control"]
    media = ask(f"{proxy}/media/x.html")[2]
    assert "sandbox" in media["Content-Security-Policy"]
    assert media["X-Content-Type-Options"] == "nosniff"
    assert media["Cache-Control"] == "public, max-age=60"


OF_A_FILE = (
    *("Content-Type", "Cache-Control", "X-Content-Type-Options", "Accept-Ranges"),
    *("Cross-Origin-Resource-Policy", "Referrer-Policy"),
)


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "avif", "mp3", "pdf"])
def test_a_file_is_given_as_the_site_would_give_it(
    proxy: str, site: Site, tmp_path: Path, settings: Any, client: Client, ending: str
) -> None:
    """A document is fetched, never opened as a page of ours; sound can be sought in."""
    settings.MEDIA_ROOT = tmp_path / "srv/media"
    path = f"media/ab/0123-annual-report.{ending}"
    (tmp_path / "srv/media/ab").mkdir()
    (tmp_path / "srv" / path).write_bytes(b"0123456789")
    ours, theirs = client.get(f"/{path}").headers, ask(f"{proxy}/{path}")[2]
    assert site.headers_seen == [], "it comes from disk"
    assert {name: theirs.get(name) for name in OF_A_FILE} == {
        name: ours.get(name) for name in OF_A_FILE
    }
    policies = (each["Content-Security-Policy"].split("; ") for each in (ours, theirs))
    assert [sorted(each) for each in policies] == [
        ["default-src 'none'", "sandbox"]
    ] * 2
    fetched = "attachment" if ending == "pdf" else "inline"
    assert theirs.get("Content-Disposition", "inline") == fetched
    assert ours["Content-Disposition"].startswith(fetched)
    assert ask(f"{proxy}/{path}", Range="bytes=4-5")[:2] == (206, "45")


@pytest.mark.parametrize("path", ["/static/plain.css", "/media/x.jpg", "/media/none"])
def test_files_carry_the_headers_of_the_house(
    proxy: str, tmp_path: Path, path: str
) -> None:
    (tmp_path / "srv/static/plain.css").write_text("a{}")
    (tmp_path / "srv/media/x.jpg").write_bytes(b"x")
    headers = ask(f"{proxy}{path}", **{"X-Forwarded-Proto": "https"})[2]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    shared = "cross-origin" if path.endswith(".jpg") else "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == shared


def test_a_file_on_no_disk_is_asked_of_the_site(proxy: str, site: Site) -> None:
    """It lies in a bucket; kept as long as the site allows, given like any other."""
    status, words, headers = ask(f"{proxy}/media/kept/x.jpg")
    assert (status, words) == (200, "answer 1")
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert ask(f"{proxy}/media/kept/x.jpg")[1] == words
    assert ask(f"{proxy}/media/gone/x.jpg")[1] != ask(f"{proxy}/media/gone/x.jpg")[1]


def test_photos_may_be_large_and_nothing_else(proxy: str, site: Site) -> None:
    def send(path: str, size: int) -> tuple[int, str]:
        asked = urllib.request.Request(f"{proxy}{path}", data=b"x" * size)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    large = 17 * 2**20
    assert send("/admin/stories/photo/sending/", large)[0] == 200
    status, words = send("/contact/", large)
    assert status == 413
    assert "nothing of it was kept" in words


def test_private_pictures_are_out_of_its_reach(proxy: str, tmp_path: Path) -> None:
    """It is given the public folder alone, as the compose file mounts it."""
    name = "photos/ab/draft.jpg"
    for folder in ("private", "srv/private", "srv/media_private"):
        (tmp_path / folder / "photos/ab").mkdir(parents=True)
        (tmp_path / folder / name).write_bytes(b"a draft")
    for path in (
        "/media/",
        "/media/../private/",
        "/media/%2e%2e/private/",
        "/private/",
    ):
        assert ask(f"{proxy}{path}{name}")[1] != "a draft"
    for path in ("/media../private/", "/media_private/", "/media/..%2fmedia_private/"):
        assert ask(f"{proxy}{path}{name}")[1] != "a draft"


def test_no_path_leads_out_of_the_folders(proxy: str, tmp_path: Path) -> None:
    (tmp_path / "srv" / "private.txt").write_text("private")
    for path in ("/media/../private.txt", "/media/%2e%2e/private.txt", "/static../x"):
        assert "private" != ask(f"{proxy}{path}")[1]


def certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "site.test")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + DAY)
    pem = serialization.Encoding.PEM
    (folder / "tls_certificate").write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(pem)
    )
    (folder / "tls_key").write_bytes(
        key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def shaken(address: str, newest: ssl.TLSVersion) -> str | None:
    """The version agreed on; None where the two cannot agree."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest
    context.set_ciphers("ALL:@SECLEVEL=0")
    host, port = address.removeprefix("https://").split(":")
    with socket.create_connection((host, int(port)), 5) as plain:
        try:
            with context.wrap_socket(plain) as shaking:
                return shaking.version()
        except ssl.SSLError:
            return None


def test_tls_ends_here_as_soon_as_there_is_a_certificate(
    tls: str, proxy: str, site: Site, tmp_path: Path
) -> None:
    assert shaken(tls, ssl.TLSVersion.TLSv1_3) is None
    assert ask(f"{proxy}/donor/")[0] == 200, "meanwhile it answers by http"
    certify(tmp_path / "secrets")
    assert shaken(tls, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    assert shaken(tls, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    assert shaken(tls, ssl.TLSVersion.TLSv1_1) is None
    believing = ssl._create_unverified_context()
    with urllib.request.urlopen(f"{tls}/donor/", context=believing) as answer:
        assert answer.status == 200
    assert site.headers_seen[-1]["X-Forwarded-Proto"] == "https"
