"""A form that is sent twice is taken once: a double click, a reload, a second try on a bad line."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

_KEPT = 20
_NAME = "lodged"


@dataclass(frozen=True)
class Taken:
    """What came of lodging."""

    no: str
    readable: bool
    routed_to: str
    warnings: tuple[str, ...] = ()


def once(request: HttpRequest, work: Callable[[], Taken]) -> Taken:
    """Does ``work``, or tells what it came to when the same form was sent before.

    The memory lies in the session's row, which is locked meanwhile and written in the transaction
    of the effect. The same key with other words is another complaint. Errors: those of ``work``.
    """
    digest = _digest(request)
    with transaction.atomic():
        kept = _kept(request)
        if digest in kept:
            no, readable, routed_to = kept[digest]
            return Taken(no, readable, routed_to)
        taken = work()
        kept[digest] = (taken.no, taken.readable, taken.routed_to)
        request.session[_NAME] = dict(list(kept.items())[-_KEPT:])
        request.session.save()
        return taken


def _kept(request: HttpRequest) -> dict[str, tuple[str, bool, str]]:
    """What the session's row says now; another request may have written it meanwhile."""
    row = (
        Session.objects.select_for_update().filter(session_key=request.session.session_key).first()
    )
    kept = row.get_decoded().get(_NAME, {}) if row else {}
    return dict(kept)


def _digest(request: HttpRequest) -> str:
    """The key of the form with everything that was typed, and where it was sent to."""
    said = sorted(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    )
    return hashlib.sha256(repr((request.path, said)).encode(errors="surrogatepass")).hexdigest()
