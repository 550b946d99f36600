"""`{% kept "name" %}…{% endkept %}`: a part of many pages, rendered once a while."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ijm import kept

register = template.Library()
# Stands for the address of the page in what is kept; private-use characters, which no
# address can hold unquoted.
PATH = "\ue000path\ue001"


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> "KeptNode":
    """`{% kept "header" menu_path=menu_path %}`: kept once for each value named."""
    _tag, name, *rest = token.split_contents()
    values = token_kwargs(rest, parser)
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name.strip("\"'"), values, nodelist)


class KeptNode(template.Node):
    """Inside, only `site`, the values named, and `this_path` are known."""

    def __init__(
        self, name: str, values: dict[str, FilterExpression], nodelist: NodeList
    ) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        values = {name: each.resolve(context) for name, each in self.values.items()}
        name = ("part", self.name, get_language(), *values.values())
        words = kept.kept(name, lambda: self._made(context, values))
        path = context["request"].path if "request" in context else ""
        return mark_safe(words.replace(PATH, escape(path)))  # noqa: S308 - rendered

    def _made(self, context: Context, values: dict[str, Any]) -> str:
        known = {"site": context.get("site"), "this_path": PATH, **values}
        return self.nodelist.render(context.new(known))
