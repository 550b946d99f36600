"""Impact figures that somebody should look at again."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ijm.contributions import DeskItem, desk_items
from ijm.dates import today
from stories.models import ImpactFigure


def contribute() -> None:
    desk_items.add(
        DeskItem(
            "figures overdue",
            _("Impact figures to be checked again"),
            lambda person: ImpactFigure.objects.overdue(today()).count(),
            reverse_lazy(
                "admin:stories_impactfigure_changelist", query={"age": "overdue"}
            ),
            "stories.change_impactfigure",
        )
    )
