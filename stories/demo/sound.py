"""Compose the demo's recording: `python -m stories.demo.sound`.

Twenty seconds on a lake before light, out of noise and sines, so that no real boat,
voice or place is in it. Needs the program `lame`; what it makes is committed.
"""

import math
import subprocess
import sys
from array import array
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from random import Random

RATE, SECONDS, KBITS = 22_050, 20, 24
LOUD = 30_000
OARS = (2.4, 5.3, 8.3, 11.4)
ENGINE, CUT = 9.0, 17.6  # it is heard from far, comes nearer, and is switched off
FILE = Path(__file__).parent / "recordings" / "before-light.mp3"


def swell(at: float, period: float, depth: float) -> float:
    return 1 - depth * (0.5 + 0.5 * math.cos(math.tau * at / period))


def low(grains: Iterator[float], share: float) -> Iterator[float]:
    """Noise without its hiss; the smaller the share, the deeper."""
    heard = 0.0
    for grain in grains:
        heard += share * (grain - heard)
        yield heard


def insects(at: float) -> float:
    """Two of them, each with its own beat."""
    one = max(0.0, math.sin(math.tau * 11 * at)) ** 3 * (at % 1.7 < 0.9)
    other = max(0.0, math.sin(math.tau * 17 * at)) ** 4 * (at % 2.3 < 1.1)
    return 0.5 * one * math.sin(math.tau * 3_900 * at) + 0.4 * other * math.sin(
        math.tau * 4_450 * at
    )


def oars(at: float) -> float:
    """How hard the blade stirs the water; a knock on the wood comes first."""
    since = [at - stroke for stroke in OARS if 0 <= at - stroke < 1.4]
    return sum(math.sin(math.pi * each / 1.4) ** 2 for each in since)


def knock(at: float) -> float:
    since = [at - stroke for stroke in OARS if 0 <= at - stroke < 0.25]
    return sum(math.exp(-38 * each) * math.sin(math.tau * 170 * each) for each in since)


def engine(at: float) -> float:
    if at < ENGINE:
        return 0.0
    near = min(1.0, (at - ENGINE) / (CUT - ENGINE)) ** 2
    fading = 1.0 if at < CUT else math.exp(-5 * (at - CUT))
    beats = (math.sin(math.tau * 31 * k * at) / k for k in (1, 2, 3, 5))
    return near * fading * sum(beats)


def samples() -> Iterator[int]:
    rng = Random("before light")  # noqa: S311 (water, not secrets)
    noise = (rng.uniform(-1, 1) for _each in repeat(None))
    lake, splash = low(noise, 0.045), low(noise, 0.22)
    for nth in range(RATE * SECONDS):
        at = nth / RATE
        heard = (
            1.5 * next(lake) * swell(at, 3.1, 0.75)
            + 0.55 * next(splash) * oars(at)
            + 0.5 * knock(at)
            + 0.06 * insects(at) * min(1.0, max(0.25, 1.6 - at / 9))
            + 0.2 * engine(at)
        )
        edge = min(1.0, at / 1.2, (SECONDS - at) / 1.6)
        yield round(LOUD * max(-1.0, min(1.0, heard * edge)))


def main() -> None:
    pcm = array("h", samples())
    if sys.byteorder == "big":
        pcm.byteswap()
    FILE.parent.mkdir(exist_ok=True)
    made = subprocess.run(
        ["lame", "--quiet", "-r", "-s", str(RATE / 1000), "--bitwidth", "16"]
        + ["-m", "m", "--cbr", "-b", str(KBITS), "-t", "-", "-"],
        input=pcm.tobytes(),
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    FILE.write_bytes(made)
    sys.stdout.write(f"{FILE.name}  {len(made) // 1000} kB\n")


if __name__ == "__main__":
    main()
