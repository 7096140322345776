"""ETag, If-Match and If-None-Match: the version of a complaint in HTTP's words."""

import re

from django.http import HttpRequest

_VERSION = re.compile(r'"v(\d{1,9})"', re.ASCII)
_NO_VERSION = 0
_LIST = re.compile(r'\s*"v\d{1,9}"\s*(,\s*"v\d{1,9}"\s*)*', re.ASCII)


def etag(version: int) -> str:
    """``"v12"``, with the quotes."""
    return f'"v{version}"'


def must_match(request: HttpRequest, *, seen: int | None) -> int | None:
    """The version that the caller says it knows; None when it does not care.

    A tag that none of ours could be (weak, or foreign) matches nothing: 412, as RFC 9110 has it.
    """
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    if _LIST.fullmatch(given):
        known = [int(version) for version in _VERSION.findall(given)]
        return seen if seen in known else known[0]
    return _NO_VERSION


def is_known(request: HttpRequest, version: int) -> bool:
    """Whether If-None-Match names this version: the caller has it already."""
    given = request.headers.get("If-None-Match", "").strip()
    return given == "*" or str(version) in _VERSION.findall(given)
