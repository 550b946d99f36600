"""A process that collects, made to be killed with -9 at any moment.

`python -m tests.donations.collector_for_tests SETTINGS_JSON` is ready once; then each
line on its standard input is a turn, done in a child of its own: `{"now": …, "do": …}`.
It answers with the child's process id, and then with how that ended.

`naive` is the control: one call that takes the money, and the row written afterwards.
"""

import json
import os
import sys
import uuid
from contextlib import suppress
from datetime import datetime
from typing import Any

from tests import isolation  # noqa: F401  (MODE and folders, before Django reads them)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijm.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402


def main() -> None:
    told = json.loads(sys.argv[1])
    settings.DATABASES["default"]["NAME"] = told.pop("NAME")
    for name, value in told.items():
        setattr(settings, name, value)
    django.setup()
    import donations.processors.stripe  # noqa: F401  (once, not in every child)

    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(_turn(json.loads(line)))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _turn(told: dict[str, Any]) -> int:
    from donations.collecting import checking_out, noticing, recovering, taking
    from donations.going_back import sending
    from donations.intention import Intention
    from donations.models import Checkout
    from donations.processors.base import NotOffered, Unanswered

    now = datetime.fromisoformat(told["now"])
    for what in told["do"]:
        match what:
            case "collect":
                keys = taking.due(now).values_list("pk", flat=True)
                taking.collect_all(list(keys), now)
            case "recover":
                recovering.recover(now)
            case "refund":
                sending.send_refunds(now)
            case "compare":
                _compare(now)
            case "notices":
                noticing.apply_notices(now)
            case "checkouts":
                checking_out.look_after(now)
            case {"press": gift}:
                with suppress(Unanswered, NotOffered, checking_out.OpenedBefore):
                    checking_out.begin(Intention(**gift), now)
            case {"back": key}:
                with suppress(Unanswered, NotOffered):
                    checking_out.take_up(Checkout.objects.get(pk=key), now)
            case "naive":
                _take_first_and_write_later(now)
    return 0


def _compare(now: datetime) -> None:
    from donations.models import Comparison
    from donations.reconciling import reading

    reading.compare_slice(now)
    while Comparison.objects.filter(ended_at=None).exists():
        reading.compare_slice(now)


def _take_first_and_write_later(now: datetime) -> None:
    from donations.collecting import taking
    from donations.models import Payment
    from donations.processors.at_stripe import client

    for instalment in taking.due(now):
        pledge, payment = instalment.pledge, Payment(pk=uuid.uuid4())
        method = pledge.stored_method
        made = client().make_intent(
            minor=instalment.amount_minor,
            currency=instalment.currency,
            customer=method.customer_ref,
            method=method.processor_ref,
            payment=str(payment.pk),
            words="",
            key=str(payment.pk),
        )
        client().confirm(made.number, method.processor_ref, f"{payment.pk}:c")
        instalment.change(state="paid", next_attempt_on=None)


if __name__ == "__main__":
    main()
