"""Shares as people read them."""

from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """0.873 as ``87.3%``."""
    return f"{share:.1%}"
