"""ETag, If-Match and If-None-Match: the version of a complaint in HTTP's words."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kesu.api.problems import Problem

_VERSION = re.compile(r'"v(\d{1,9})"', re.ASCII)
_LIST = re.compile(r'\s*"v\d{1,9}"\s*(,\s*"v\d{1,9}"\s*)*', re.ASCII)


def etag(version: int) -> str:
    """``"v12"``, with the quotes."""
    return f'"v{version}"'


def must_match(request: HttpRequest, *, seen: int | None) -> int | None:
    """The version that the caller says it knows; None when it does not care.

    Errors: ``Problem`` 400 for an If-Match that no ETag of ours could be.
    """
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    if not _LIST.fullmatch(given):
        raise Problem(400, "bad_if_match", _('If-Match takes an ETag like "v12".'))
    known = [int(version) for version in _VERSION.findall(given)]
    return seen if seen in known else known[0]


def is_known(request: HttpRequest, version: int) -> bool:
    """Whether If-None-Match names this version: the caller has it already."""
    given = request.headers.get("If-None-Match", "").strip()
    return given == "*" or str(version) in _VERSION.findall(given)
