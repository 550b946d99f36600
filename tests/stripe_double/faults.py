"""How the double misbehaves: by one rule at a time, or by chance with a seed."""

import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

BEFORE = ("500 before", "reset before")  # nothing was done
AFTER = ("500 after", "reset after", "hang after")  # it was done, nobody was told
ANSWERED = "answered"  # nothing breaks: `run` is called, and the answer is sent
KINDS = (*BEFORE, *AFTER, "delay")


@dataclass
class Fault:
    """One misbehaviour for requests like `POST /v1/payment_intents`, `times` times.

    `run` is called instead of breaking anything: before or after the work is done.
    """

    kind: str
    on: str
    times: int = 1
    run: Callable[[], None] | None = None


@dataclass
class Faults:
    waiting: list[Fault] = field(default_factory=list)
    chance: random.Random | None = None
    rate: float = 0.0
    hung: threading.Event = field(default_factory=threading.Event)
    seen: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(
        self, kind: str, on: str, times: int = 1, run: Callable[[], None] | None = None
    ) -> None:
        self.waiting.append(Fault(kind, on, times, run))

    def at_random(self, seed: int, rate: float) -> None:
        self.chance, self.rate = random.Random(seed), rate

    def calm(self) -> None:
        self.waiting.clear()
        self.chance = None
        self.hung.set()

    def drawn(self, request: str) -> Fault | None:
        """The fault for this request, used up. `on` is a pattern of the whole of it."""
        with self.lock:
            self.seen.append(request)
            for fault in self.waiting:
                if re.fullmatch(fault.on, request):
                    fault.times -= 1
                    if not fault.times:
                        self.waiting.remove(fault)
                    return fault
            if self.chance and self.chance.random() < self.rate:
                return Fault(self.chance.choice((*BEFORE, *AFTER[:2])), request)
        return None
