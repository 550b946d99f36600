"""How long it is until something planned happens."""

from datetime import datetime

from django import template
from django.utils import timezone

from ijm.zones import how_long

register = template.Library()


@register.filter
def time_left(moment: datetime) -> str:
    return how_long(moment - timezone.now())
