"""What is drawn alike on many pages is drawn once."""

from collections.abc import Hashable
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.translation import get_language

register = template.Library()
_MOST = 1_000


class Alike(template.Node):
    """A piece of a template that says the same wherever its keys are the same, in one language."""

    child_nodelists = ("nodelist",)

    def __init__(self, keys: list[FilterExpression], nodelist: NodeList) -> None:
        self._keys, self.nodelist = keys, nodelist
        self._drawn: dict[Hashable, str] = {}

    def render(self, context: Any) -> str:
        """The piece, drawn before or now."""
        key = (get_language(), *(_hashed(one.resolve(context)) for one in self._keys))
        drawn = self._drawn.get(key)
        if drawn is None:
            drawn = self.nodelist.render(context)
            if len(self._drawn) >= _MOST:
                self._drawn.clear()
            self._drawn[key] = drawn
        return drawn


def _hashed(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


@register.tag
def alike(parser: Parser, token: Token) -> Alike:
    """``{% alike key ... %}piece{% endalike %}``: nothing inside may depend on more than its keys,
    not on the reader, nor on the time. Kept in the process, so the keys tell of no one customer.
    """
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endalike",))
    parser.delete_first_token()
    return Alike(keys, nodelist)
