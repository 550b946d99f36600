"""Whatever comes from outside is read, or refused with the word that is meant for it.

Broken by chance with a fixed seed, so that a failure comes again. Bounded: in time by
the slowest input, in memory by what the process grew.
"""

import resource
import time

import pytest

from tests.fuzz.chance import mutated
from tests.fuzz.parsers import PARSERS, Parser

SLOWEST = 2.0  # seconds of this process, for up to 200,000 bytes
GROWN = 400  # MB over what the suite had before
pytestmark = pytest.mark.django_db  # words that staff may change are looked up


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_it_answers_or_refuses(parser: Parser) -> None:
    before, slowest, refused, answered = _memory(), 0.0, 0, 0
    for data in mutated(parser.seeds, parser.name, parser.times):
        began = time.process_time()
        try:
            parser.read(data)
            answered += 1
        except parser.refuses:
            refused += 1
        except Exception as error:
            shown = data if len(data) < 300 else data[:300] + b"..."
            raise AssertionError(f"{type(error).__name__} over {shown!r}") from error
        slowest = max(slowest, time.process_time() - began)
    assert slowest < SLOWEST
    assert _memory() - before < GROWN
    assert refused or not parser.refuses, "is it broken enough?"
    assert answered or parser.never_answers, "is there a whole one among its seeds?"


def _memory() -> float:
    """The most that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
