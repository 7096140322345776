"""A POST from its body to its answer, the same for every resource."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpResponse

from kesu.api import bodies, keys, questions, telling
from kesu.api.access import Call
from kesu.api.keys import Answer
from kesu.journeys.faults import NoSuchComplaint


def write(
    call: Call, work: Callable[[object, datetime], Answer], *, of: str | None = None
) -> HttpResponse:
    """Reads the body and does ``work`` with it and the time, once for each Idempotency-Key.

    ``of``: the complaint it is about, looked for before a key is kept.
    """
    now = datetime.now(tz=UTC)
    questions.nothing(call)
    body = bodies.read(call)
    key = keys.given(call, token=call.auth.token, body=body)
    if of is not None and call.seen is None:
        raise NoSuchComplaint
    return telling.respond(keys.once(key, lambda: work(body, now), at=now))
