"""Does the time of an answer tell who is on the list? Two forms, four kinds of address.

In this process, through the whole request cycle, in turns of random order, so that a
shared machine's moods meet all kinds alike.
"""

import random
import time
from statistics import median

from django.test import Client

from ijm.models import Limit
from newsletter.models import Enquiry
from tests.bench.rows import Drill, drawn
from tests.make_newsletter import one_of_each_kind, typed, visitor

WARMING, TIMES = 20, 200
AT_MOST = 0.05
FORMS = {"signing up": "/newsletter/", "asking for the link": "/newsletter/lost-link/"}
HEADINGS = ("form", "address", "median ms", "from the middle", "budget", "")
Times = dict[str, list[float]]


def run() -> tuple[str, bool]:
    """The table, and whether every median is near that of all kinds together."""
    client, addresses = visitor(), one_of_each_kind()
    lines: list[tuple[str, ...]] = [HEADINGS]
    for form, path in FORMS.items():
        took = _asked(client, path, addresses)
        middle = median(each for times in took.values() for each in times)
        for kind, times in took.items():
            away = median(times) / middle - 1
            lines.append(
                (
                    form,
                    kind,
                    f"{median(times):.2f}",
                    f"{away:+.1%}",
                    f"± {AT_MOST:.0%}",
                    "met" if abs(away) <= AT_MOST else "MISSED",
                )
            )
    held = all(line[-1] != "MISSED" for line in lines)
    return f"{TIMES} tries of each, in turns\n{drawn(lines)}", held


def _asked(client: Client, path: str, addresses: dict[str, str]) -> Times:
    took: Times = {kind: [] for kind in addresses}
    draw = random.Random(6)
    for number in range(-WARMING, TIMES):
        for kind in draw.sample(list(addresses), len(addresses)):
            # Nobody is asked to press once more, and no index grows.
            Limit.objects.all().delete()
            Enquiry.objects.filter(answered_at=None).delete()
            began = time.perf_counter()
            answer = client.post(path, typed(addresses[kind]))
            spent = time.perf_counter() - began
            if answer.status_code != 303:
                raise RuntimeError(f"{path} answered {answer.status_code}.")
            if number >= 0:
                took[kind].append(spent * 1_000)
    return took


DRILLS = (Drill("one answer for all", run),)
