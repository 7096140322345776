"""An address that no table declares fails here, and so does a declared one that is gone."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from kesu.config.routes import DECLARED


def _names(resolver: URLResolver, above: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            space = f"{one.namespace}:" if one.namespace else ""
            yield from _names(one, above + space)
        elif isinstance(one, URLPattern):
            yield above + (one.name or f"without a name: {one.pattern}")


def test_every_route_is_declared_with_who_may_come() -> None:
    assert set(_names(get_resolver())) == set(DECLARED)
