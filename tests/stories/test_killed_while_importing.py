"""kill -9 at any moment of an import, begin again: every post once, and whole."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from stories.models import Arrival, OldAddress, Story
from tests.make_wordpress import post, term, written

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
POSTS = 120


def mover(file: Path) -> "subprocess.Popen[bytes]":
    database = connection.settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.stories.mover_for_tests", database]
    return subprocess.Popen(
        [*command, str(file), "--by=esi@example.org"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed_at(file: Path, count: int) -> bool:
    """Whether it was still at work when it was killed."""
    process = mover(file)
    while process.poll() is None and Arrival.objects.count() < count:
        time.sleep(0.002)
    process.kill()
    return process.wait() == -9


def test_killed_and_begun_again_it_brings_each_post_once(tmp_path, editor_esi):
    items = (post(number, inside=term("Courts")) for number in range(1, POSTS + 1))
    file = written(tmp_path, *items)
    assert killed_at(file, 20) and killed_at(file, 70)
    assert 0 < Arrival.objects.count() < POSTS
    while mover(file).wait(timeout=60):
        time.sleep(0.1)  # the database has not missed the dead one yet
    assert Arrival.objects.count() == Story.objects.count() == POSTS
    assert set(Story.objects.values_list("version", "topics__name")) == {(1, "Courts")}
    assert OldAddress.objects.filter(story__arrival__isnull=False).count() == 2 * POSTS
