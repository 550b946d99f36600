"""No Docker runs here: the file is held against its specification, its commands run."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from ijm.deploy import serve
from tests.ground.conftest import CHECKOUT, python

COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {n: s for n, s in SERVICES.items() if s["image"] == "ijm-app"}
BUCKETS = yaml.safe_load((CHECKOUT / "ijm/deploy/buckets.yml").read_text("utf-8"))
PRODUCTION = {
    "MODE": "production",
    "SITE_URL": "https://site.invalid",
    "INSTALLATION_ID": "test",
    "SECRET_KEY": "only-for-this-test",
    "HASH_PEPPER": "only-for-this-test",
    "SEALING_KEY": "only-for-this-test",
    "DATABASE_URL": "postgres://nobody@site.invalid/none",
    "EMAIL_URL": "smtp://site.invalid",
}


@pytest.mark.parametrize("composed", [COMPOSE, BUCKETS], ids=["stack", "buckets"])
def test_it_obeys_the_specification(composed: dict[str, Any]) -> None:
    schema = Path(__file__).parent / "compose_specification" / "compose-spec.json"
    jsonschema.validate(
        composed,
        json.loads(schema.read_text(encoding="utf-8")),
        jsonschema.Draft7Validator,
    )


@pytest.mark.parametrize("name", SERVICES)
def test_everything_restarts_and_says_whether_it_is_well(name: str) -> None:
    if name == "migrate":  # runs once
        assert SERVICES[name]["restart"] == "no"
        return
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert "healthcheck" in SERVICES[name] or "profiles" in SERVICES[name]


def test_no_secret_stands_in_an_environment() -> None:
    for name, service in SERVICES.items():
        for variable in service.get("environment", {}):
            secret = re.search(r"SECRET|PASSWORD|PEPPER|_URL$|KEY", variable)
            assert not secret or variable.endswith("_FILE") or variable == "SITE_URL", (
                f"{name} has {variable}"
            )


def test_every_secret_volume_and_network_is_declared() -> None:
    for service in SERVICES.values():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        named = {mount.split(":")[0] for mount in service.get("volumes", [])}
        assert named <= set(COMPOSE["volumes"])
        assert set(service["networks"]) <= set(COMPOSE["networks"])


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    open_to_all = {
        name
        for name, service in SERVICES.items()
        if any(not p.startswith("127.0.0.1:") for p in service.get("ports", []))
    }
    assert open_to_all == {"proxy"}
    assert SERVICES["proxy"]["volumes"] == ["public-media:/srv/media:ro"]


def test_the_secret_files_are_the_ones_that_make_up_begins(tmp_path: Path) -> None:
    copy = tmp_path / "ijm" / "deploy" / "secret_files.py"
    copy.parent.mkdir(parents=True)
    copy.write_text((CHECKOUT / "ijm" / "deploy" / "secret_files.py").read_text())
    subprocess.run([sys.executable, copy], check=True, capture_output=True)
    written = {p: p.read_text() for p in (tmp_path / ".secrets").iterdir()}
    wanted = {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert {path.name for path in written} == wanted
    subprocess.run([sys.executable, copy], check=True, capture_output=True)
    assert {p: p.read_text() for p in (tmp_path / ".secrets").iterdir()} == written


def test_every_setting_it_passes_is_documented() -> None:
    documented = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    for name, service in OURS.items():
        for variable in service["environment"]:
            plain = variable.removesuffix("_FILE")
            assert f"# {plain}=" in documented, f"{name}: {variable}"


@pytest.mark.parametrize("name", OURS)
def test_the_commands_are_ones_we_have(name: str) -> None:
    program, *words = OURS[name]["command"]
    assert program == "python"
    if words[0] == "manage.py":
        shown = python("manage.py", words[1], "--help")
        assert shown.returncode == 0, shown.stderr
    else:
        assert words == ["-m", "ijm.deploy.serve"]


@pytest.mark.parametrize("server", serve.SERVERS)
def test_the_server_that_it_starts_knows_the_options_it_is_given(server: str) -> None:
    program, *words = serve.command([server])
    shown = subprocess.run([program, "--help"], capture_output=True, text=True)
    for option in (word for word in words if word.startswith("--")):
        assert option in shown.stdout


def test_the_health_check_fails_where_nobody_answers() -> None:
    asked = python("-m", "ijm.deploy.healthy", "http://127.0.0.1:9/healthz")
    assert asked.returncode == 1
    assert "Traceback" not in asked.stderr


def test_the_image_can_collect_its_static_files(tmp_path: Path) -> None:
    dockerfile = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    assert "manage.py collectstatic --no-input" in dockerfile
    collected = python(
        *("manage.py", "collectstatic", "--no-input", "--dry-run", "--verbosity", "1"),
        env={**PRODUCTION, "DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert collected.returncode == 0, collected.stderr
    assert not list(tmp_path.iterdir())


def test_nothing_in_the_images_runs_as_root() -> None:
    dockerfile = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    stages = dockerfile.split("\nFROM ")[2:]
    assert [re.findall(r"^USER (\S+)", stage, re.M) for stage in stages] == [
        ["10001:10001"],
        ["nginx"],
    ]


STAYING = {n: s for n, s in SERVICES.items() if "profiles" not in s}


@pytest.mark.parametrize("name", STAYING)
def test_nothing_can_be_written_into_a_container(name: str) -> None:
    assert STAYING[name]["read_only"] is True
    for mount in STAYING[name].get("volumes", []):
        assert mount.endswith(":ro") or not mount.startswith((".", "/"))


@pytest.mark.parametrize("name", STAYING)
def test_whoever_breaks_into_one_is_nobody_there(name: str) -> None:
    """Ours and the proxy name their account in the image, the database's here."""
    service = STAYING[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service and "cap_add" not in service
    assert "build" in service or service["user"] not in ("root", "0", "0:0")


@pytest.mark.parametrize("name", STAYING)
def test_none_can_take_the_machine_from_the_others(name: str) -> None:
    limits = STAYING[name]["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    assert set(STAYING[name]["logging"]["options"]) == {"max-size", "max-file"}


def test_buckets_are_told_to_all_who_touch_files_and_to_nobody_else() -> None:
    assert set(BUCKETS["services"]) == set(OURS)
    documented = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    for told in BUCKETS["services"].values():
        for variable, path in told["environment"].items():
            assert f"# {variable.removesuffix('_FILE')}=" in documented
            assert path.removeprefix("/run/secrets/") in told["secrets"]
        assert set(told["secrets"]) == set(BUCKETS["secrets"])


def test_the_proxy_holds_the_certificate_and_nobody_else() -> None:
    holders = {n for n, s in SERVICES.items() if "tls_key" in s.get("secrets", [])}
    assert holders == {"proxy"}
    copied = "COPY ijm/deploy/nginx.conf ijm/deploy/tls.conf /etc/nginx/"
    assert copied in (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    assert any(port.endswith(":8443") for port in SERVICES["proxy"]["ports"])
