"""`python -m ijm.embedded stop` is what `make db-stop` runs."""

import argparse

from ijm import embedded
from ijm.embedded.place import Kind

KINDS: tuple[Kind, ...] = ("demo", "test")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ijm.embedded")
    parser.add_argument("verb", choices=["start", "stop"])
    parser.add_argument("--only", choices=KINDS)
    asked = parser.parse_args()
    for kind in KINDS if asked.only is None else (asked.only,):
        if asked.verb == "start":
            print(f"{kind}: {embedded.ensure(kind)['HOST']}")
        else:
            stopped = embedded.stop(kind)
            print(f"{kind}: {'stopped' if stopped else 'was not running'}")


if __name__ == "__main__":
    main()
