"""What letters, links and the record of staff may be about, of some donors."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from donations.models import (
    AddressMove,
    Dispute,
    Donor,
    DonorNote,
    Instalment,
    Offer,
    Payment,
    Pledge,
    PledgeChange,
    PledgePause,
    Receipt,
    Refund,
)


def about(kept: type[models.Model], donors: Sequence[Any]) -> QuerySet[Any]:
    """Rows of `kept`, which has `content_type` and `object_id`.

    A query for each kind of row, joined: as one OR no index would answer them.
    """
    rows: tuple[QuerySet[Any], ...] = (
        Donor.objects.filter(pk__in=donors),
        DonorNote.objects.filter(donor__in=donors),
        Pledge.objects.filter(donor__in=donors),
        PledgeChange.objects.filter(pledge__donor__in=donors),
        PledgePause.objects.filter(pledge__donor__in=donors),
        Instalment.objects.filter(pledge__donor__in=donors),
        Payment.objects.filter(donor__in=donors),
        Receipt.objects.filter(donor__in=donors),
        Refund.objects.filter(payment__donor__in=donors),
        Dispute.objects.filter(payment__donor__in=donors),
        AddressMove.objects.filter(donor__in=donors),
        Offer.objects.filter(pledge__donor__in=donors),
        Offer.objects.filter(payment__donor__in=donors),
    )
    first, *others = (_these(kept, each) for each in rows)
    return kept._default_manager.filter(pk__in=first.union(*others, all=True))


def _these(kept: type[models.Model], rows: QuerySet[Any]) -> QuerySet[Any]:
    keys = rows.order_by().annotate(_key=Cast("pk", CharField())).values("_key")
    kind = ContentType.objects.get_for_model(rows.model)
    found = kept._default_manager.filter(content_type=kind, object_id__in=keys)
    return found.order_by().values("pk")
