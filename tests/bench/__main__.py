"""`python -m tests.bench [--quick] [name…]`: DESIGN §9's budgets, measured here."""

import argparse
import os
import sys

from tests import isolation  # noqa: F401  (MODE and folders, before Django reads them)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijm.settings")

import django  # noqa: E402

django.setup()

from tests.bench import (  # noqa: E402
    answering,
    books,
    charging,
    collecting,
    counting,
    desk,
    finding,
    memory,
    migrating,
    pages,
    raising,
    sending,
    statements,
)
from tests.bench.load import WRK  # noqa: E402
from tests.bench.rows import Bench, Drill, drawn, missed, run, table  # noqa: E402
from tests.bench.seed import scratch_database  # noqa: E402

BENCHES: dict[str, Bench] = {
    each.name: each for each in (*pages.BENCHES, *sending.BENCHES)
}
DRILLS = {
    drill.name: drill
    for each in (
        sending,
        memory,
        counting,
        finding,
        answering,
        books,
        charging,
        collecting,
        raising,
        statements,
        desk,
        migrating,
    )
    for drill in each.DRILLS
}
SECONDS, QUICK = 4.0, 2.0


def asked() -> argparse.Namespace:
    names = ", ".join((*BENCHES, *DRILLS))
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short, for a first look")
    parser.add_argument("names", nargs="*", metavar="name", help=names)
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHES) - set(DRILLS):
        parser.error(f"no bench is called {', '.join(sorted(unknown))}.")
    return given


def main() -> int:
    given = asked()
    client = "wrk" if WRK else "our own client: judged by CPU"
    print(f"{os.cpu_count()} cores, loaded with {client}, medians of 3 rounds")
    late: list[str] = []
    with scratch_database():
        for name in given.names or (*BENCHES, *DRILLS):
            if name in DRILLS:
                late += drill(DRILLS[name], given.quick)
            else:
                late += report(BENCHES[name], QUICK if given.quick else SECONDS)
    return 1 if late else 0


def report(bench: Bench, seconds: float) -> list[str]:
    print(f"\n{bench.name}")
    if why := bench.missing():
        print(why)
        return []
    with bench.open() as rows:
        run(rows, seconds)
    print(drawn(list(table(rows))), flush=True)
    return missed(rows)


def drill(asked: Drill, quickly: bool) -> list[str]:
    sentence, held = (quickly and asked.quick or asked.run)()
    print(f"\n{asked.name}: {'held' if held else 'BROKEN'}\n{sentence}", flush=True)
    return [] if held else [asked.name]


if __name__ == "__main__":
    sys.exit(main())
