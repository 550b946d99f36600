"""`{% kept "name" %}…{% endkept %}`: a part of many pages, rendered once a while."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString

from ijm.blanks import filled

register = template.Library()
Values = dict[str, FilterExpression]


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> "KeptNode":
    """`{% kept "strip" minutes=edition.minutes blanks title=edition.title %}`

    It is kept for each choice of the values named first, whatever the words in the
    blanks are; see `ijm.blanks`.
    """
    _tag, name, *rest = token.split_contents()
    at = rest.index("blanks") if "blanks" in rest else len(rest)
    values, blanks = rest[:at], rest[at + 1 :]
    node = KeptNode(
        name.strip("\"'"),
        token_kwargs(values, parser),
        token_kwargs(blanks, parser),
        parser.parse(("endkept",)),
    )
    if values or blanks:  # what token_kwargs could not read
        raise template.TemplateSyntaxError(f"kept: {values + blanks} is not name=value")
    parser.delete_first_token()
    return node


class KeptNode(template.Node):
    """Inside, only `site`, the values and the blanks are known."""

    def __init__(
        self, name: str, values: Values, blanks: Values, nodelist: NodeList
    ) -> None:
        self.name = name
        self.values = values
        self.blanks = blanks
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        values = {name: each.resolve(context) for name, each in self.values.items()}
        words = {name: each.resolve(context) for name, each in self.blanks.items()}

        def make(marks: Mapping[str, str]) -> str:
            known: dict[str, Any] = {"site": context.get("site"), **values, **marks}
            return self.nodelist.render(context.new(known))

        return filled(("part", self.name, *values.values()), words, make)
