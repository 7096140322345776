"""Components that say the same wherever their attributes are the same are drawn once: a page has a
hundred icons.
"""

from collections.abc import Hashable
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.utils.translation import get_language
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import (
    AttrKind,
    CottonComponentNode,
    PreparedAttr,
    cotton_component,
)

register = template.Library()
_STILL = frozenset({"icon", "emotion"})
"""Their templates read nothing but their attributes, and these tell of no one customer."""
_MOST = 1_000
_drawn: dict[Hashable, str] = {}


class Still(CottonComponentNode):  # type: ignore[misc]  # comes without types
    """A component kept by its attributes, in one language."""

    def render(self, context: Any) -> str:
        """The component, drawn before or now."""
        try:
            values = tuple(_value(one, context) for one in self._prepared_attrs)
            key = (self.component_name, get_language(), values)
            drawn = _drawn.get(key)
        except (UnprocessableDynamicAttr, TypeError):
            return str(super().render(context))
        if drawn is None:
            drawn = str(super().render(context))
            if len(_drawn) >= _MOST:
                _drawn.clear()
            _drawn[key] = drawn
        return drawn


def _value(one: PreparedAttr, context: Any) -> tuple[str, Any, type]:
    """An attribute with its value, and of which type: safe text is not drawn like the same text
    that is not, nor True like 1.
    """
    if one.kind in (AttrKind.BOOLEAN, AttrKind.STATIC) or one.compiled is None:
        found = one.value
    elif one.kind == AttrKind.ESCAPED:
        found = one.compiled.render(context)
    else:
        found = one.compiled.resolve(context)
    return one.key, found, type(found)


@register.tag("cotton")
def cotton(parser: Parser, token: Token) -> CottonComponentNode:
    """``{% cotton name ... %}`` as the library has it, the still ones kept."""
    node = cotton_component(parser, token)
    if node.component_name in _STILL and not node.nodelist:
        node.__class__ = Still
    return node
