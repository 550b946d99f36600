"""`manage.py worker`: does the chores; see `ijm.worker`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from ijm.contributions import chores
from ijm.identity import refuse_a_wrong_installation
from ijm.models.chore_run import ChoreRun
from ijm.worker import lane, supervisor, turn


class Command(BaseCommand):
    help = "Does the chores of the house: publishing, mail, money, pictures."
    requires_system_checks = []  # done by the deploy; a lane must start in a second

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--lane", choices=turn.LANES, help="only this lane, in this process"
        )
        parser.add_argument(
            "--once",
            metavar="CHORE",
            help="do one chore until nothing is left, and end",
        )
        parser.add_argument("--list", action="store_true", help="name the chores, end")
        parser.add_argument("--parent", type=int, help="end when this process is gone")

    def handle(self, **options: Any) -> None:
        if options["list"]:
            for chore in chores:
                self.stdout.write(f"{chore.lane:8}{chore.every:>9g} s  {chore.name}")
            return
        stop = lane.Stop()
        stop.on_signals()
        if options["lane"]:
            return lane.work(options["lane"], stop, lane.orphan_of(options["parent"]))
        refuse_a_wrong_installation()
        if options["once"]:
            return self._once(options["once"])
        connection.close()  # the supervisor itself holds none
        self.stdout.write("The worker is at work. Ctrl-C ends it.")
        supervisor.supervise(stop)

    def _once(self, name: str) -> None:
        if name not in chores:
            known = ", ".join(chore.name for chore in chores)
            raise CommandError(f"There is no chore “{name}”. Known: {known}.")
        turn.lay_out_rows()
        while True:
            now = timezone.now()
            claimed = turn.claim_by_name(name, now)
            if claimed is None:
                self.stdout.write(f"{name}: another worker is at it")
                return
            well = turn.take(claimed, now)
            run = ChoreRun.objects.get(name=name)
            if not well:
                raise CommandError(f"{name}: {run.error}")
            self.stdout.write(f"{name}: {run.figure}")
            if not turn.goes_on(claimed.chore, run.figure):
                return
