"""How often a short, former or old address is still followed: sums, and no person."""

from datetime import date, timedelta
from typing import Self

from django.db import connection, models
from django.db.models import OuterRef, Subquery, Sum
from django.utils.translation import gettext_lazy as _

KEPT_DAYS = 400
# Only addresses that we keep: a stranger can make up any number of others.
COUNT = """
INSERT INTO stories_addressvisits AS known (path, day, number)
SELECT %(path)s, %(day)s, 1
WHERE EXISTS (SELECT FROM stories_formeraddress WHERE slug = %(path)s)
    OR EXISTS (SELECT FROM stories_oldaddress WHERE path = %(path)s)
ON CONFLICT (path, day) DO UPDATE SET number = known.number + 1
"""


class AddressVisitsQuerySet(models.QuerySet["AddressVisits"]):
    def since(self, day: date) -> Self:
        return self.filter(day__gte=day)

    def forget(self, today: date) -> int:
        return self.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()[0]

    def of(self, path: OuterRef) -> Subquery:
        """Their sum, for a list of the addresses they are of."""
        each = self.filter(path=path).order_by().values("path")
        return Subquery(each.annotate(sum=Sum("number")).values("sum"))


class AddressVisits(models.Model):
    """Of one day. Proxies and our own page cache answer some that are not counted."""

    path = models.CharField(max_length=400)
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    objects = AddressVisitsQuerySet.as_manager()

    class Meta:
        verbose_name = _("visits of an address")
        verbose_name_plural = _("visits of addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["path", "day"], name="address_visits_of_a_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"/{self.path} · {self.day} · {self.number}"


def count_visit(path: str, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"path": path, "day": day})
