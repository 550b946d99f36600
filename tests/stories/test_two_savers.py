"""Two people save one story at the same moment, on two connections."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from stories.models import Story
from stories.models.revising import ChangedMeanwhile
from tests.make_stories import make_person, make_story

pytestmark = pytest.mark.django_db(transaction=True)
Save = Callable[[Story, str], bool]


def together(save: Save) -> list[bool]:
    """Both have opened the same version; whether each save went through."""
    pk, opened = make_story(title="As opened").pk, threading.Barrier(2, timeout=10)
    answers: list[bool] = []

    def person(title: str) -> None:
        story = Story.objects.get(pk=pk)
        opened.wait()
        answers.append(save(story, title))
        connection.close()

    threads = [threading.Thread(target=person, args=(name,)) for name in ("Wen", "Esi")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_one_is_told_that_the_other_was_first() -> None:
    by = make_person()

    def save(story: Story, title: str) -> bool:
        try:
            story.revise(by, since=1, title=title)
        except ChangedMeanwhile:
            return False
        return True

    assert together(save) == [False, True]
    story = Story.objects.get()
    assert (story.version, story.title) == (2, story.latest_revision["title"])


def test_without_the_condition_the_second_overwrites_the_first_unasked() -> None:
    """The control: looking first and saving then is not enough."""
    by, looked = make_person(), threading.Barrier(2, timeout=10)

    def save(story: Story, title: str) -> bool:
        fresh = Story.objects.get(pk=story.pk).version == 1
        looked.wait()
        story.revise(by, title=title)
        return fresh

    assert together(save) == [True, True]
    assert Story.objects.get().version == 3
