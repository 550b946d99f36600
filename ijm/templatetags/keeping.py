"""`{% kept "name" %}…{% endkept %}`: a part of many pages, rendered once a while."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString

from ijm.blanks import Given, filled

register = template.Library()
Values = dict[str, FilterExpression]


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> "KeptNode":
    """`{% kept "strip" minutes=edition.minutes blanks title=edition.title %}`

    It is kept for each choice of the values named first, whatever the words in the
    blanks are; see `ijm.blanks`. After `blanks` may also stand one variable, a `Given`.
    """
    _tag, name, *rest = token.split_contents()
    at = rest.index("blanks") if "blanks" in rest else len(rest)
    values, blanks = rest[:at], rest[at + 1 :]
    whole = parser.compile_filter(blanks.pop()) if _is_variable(blanks) else None
    node = KeptNode(
        name.strip("\"'"),
        token_kwargs(values, parser),
        whole or token_kwargs(blanks, parser),
        parser.parse(("endkept",)),
    )
    if values or blanks:  # what token_kwargs could not read
        raise template.TemplateSyntaxError(f"kept: {values + blanks} is not name=value")
    parser.delete_first_token()
    return node


def _is_variable(blanks: list[str]) -> bool:
    return len(blanks) == 1 and "=" not in blanks[0]


class KeptNode(template.Node):
    """Inside, only `site`, the values and the blanks are known."""

    def __init__(
        self,
        name: str,
        values: Values,
        blanks: Values | FilterExpression,
        nodelist: NodeList,
    ) -> None:
        self.name = name
        self.values = values
        self.blanks = blanks
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        values = {name: each.resolve(context) for name, each in self.values.items()}

        def make(marks: Mapping[str, str]) -> str:
            known: dict[str, Any] = {"site": context.get("site"), **values, **marks}
            return self.nodelist.render(context.new(known))

        return filled(("part", self.name, *values.values()), self._given(context), make)

    def _given(self, context: Context) -> Given:
        if isinstance(self.blanks, FilterExpression):
            return self.blanks.resolve(context)
        return Given(
            {name: each.resolve(context) for name, each in self.blanks.items()}
        )
