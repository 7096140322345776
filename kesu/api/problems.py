"""Every no of the API, as RFC 9457 writes it: one table from what went wrong to what is said."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError

from kesu.desk.faults import AccusedHere, NoSuchComplaint, NotYours
from kesu.foundation.faults import Refused
from kesu.foundation.outages import Outage, outage
from kesu.journeys.faults import GateShut, NoSuchVerb, Stale, TooMuch, WrongState

_log = logging.getLogger("kesu.api")
_MOST_ERRORS = 100
_RETRY_SECONDS = {Outage.busy: "1", Outage.storage: "10"}


class Problem(Exception):  # noqa: N818 - an answer to the caller
    """A refusal of the door itself. ``more`` are further members of the answer."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.headers, self.more = dict(headers or {}), more


def answer(request: HttpRequest, fault: Exception) -> HttpResponse:
    """The fault as application/problem+json; what is ours is logged and not told."""
    problem = _problem(request, fault)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        extra = {"request_id": request.META.get("KESU_REQUEST_ID")}
        _log.error(
            "%s %s: %s", request.method, request.path, problem.code, exc_info=fault, extra=extra
        )
    said = {
        "type": f"urn:kesu:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        **problem.more,
    }
    # What a caller sent may come back in a ``loc``: half a character cannot be written in UTF-8.
    content = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    media = "application/problem+json"
    return HttpResponse(content, status=problem.status, content_type=media, headers=problem.headers)


def not_allowed(methods: str) -> Problem:
    """Another method than this address has."""
    known = set(methods.split(", "))
    allow = ", ".join(sorted(known | {"HEAD"} if "GET" in known else known))
    detail = _("This address takes %(methods)s.") % {"methods": allow}
    return Problem(405, "method_not_allowed", detail, headers={"Allow": allow})


def _problem(request: HttpRequest, fault: Exception) -> Problem:
    match fault:
        case Problem():
            return fault
        case NoSuchComplaint() | NoSuchVerb() | Http404():
            return Problem(404, "not_found", _("There is nothing here, or not for you."))
        case AccusedHere():
            return Problem(403, "accused", _("You may not see this."))
        case NotYours():
            return Problem(403, "not_yours", _("You may not do this here."))
        case Refused():
            return _refused(fault)
        case WrongState() | Stale() | GateShut():
            return _conflict(fault)
        case TooMuch():
            return too_much(fault)
        case AuthenticationError():
            return _unknown_caller(request)
    return _of_transport(fault)


def _of_transport(fault: Exception) -> Problem:
    if isinstance(fault, SuspiciousOperation):
        return Problem(400, "bad_request", _("This request cannot be read."))
    found = outage(fault)
    if found is None:
        return Problem(500, "internal", _("This went wrong on our side; it is in the log."))
    headers = {"Retry-After": _RETRY_SECONDS[found]}
    if found is Outage.busy:
        return Problem(503, "busy", _("The database is busy. Ask again."), headers=headers)
    detail = _("There is no room left to write. Nothing was changed; reading goes on.")
    return Problem(507, "storage", detail, headers=headers)


def _refused(fault: Refused) -> Problem:
    errors = [
        {"loc": one.loc, "message": one.message, "expected": one.expected}
        for one in fault.faults[:_MOST_ERRORS]
    ]
    return Problem(422, fault.code, _("Some of this cannot be used."), errors=errors)


def _conflict(fault: WrongState | Stale | GateShut) -> Problem:
    if isinstance(fault, GateShut):
        missing = [{"gate": one.gate, "say": one.say} for one in fault.missing]
        return Problem(409, "gate", _("Something is missing before this."), missing=missing)
    fresh: dict[str, Any] = {
        "state": fault.state,
        "version": fault.version,
        "allowed": fault.allowed,
    }
    if isinstance(fault, WrongState):
        return Problem(409, "wrong_state", _("The state does not allow this."), **fresh)
    detail = _("Somebody changed the complaint meanwhile.")
    return Problem(412 if fault.asked else 409, "stale", detail, **fresh)


def too_much(fault: TooMuch) -> Problem:
    """Asked to come back later."""
    headers = {"Retry-After": str(fault.seconds)}
    return Problem(429, "too_much", _("That is too much for one day."), headers=headers)


def _unknown_caller(request: HttpRequest) -> Problem:
    if "Authorization" not in request.headers:
        challenge, code = 'Bearer realm="kesu"', "no_token"
    else:
        challenge, code = 'Bearer realm="kesu", error="invalid_token"', "bad_token"
    headers = {"WWW-Authenticate": challenge}
    return Problem(401, code, _("A valid token is needed."), headers=headers)
