"""My queue, in the order in which it must be worked."""

from datetime import UTC, datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kesu.api import questions, shapes, telling
from kesu.api.access import READ, Call
from kesu.desk import queue as desk
from kesu.people.queries import everyone
from kesu.policy.codes import OPEN

router = Router(tags=["queue"])
_OPEN = desk.Filters(state=tuple(sorted(OPEN)))


@router.get(
    "/queue",
    auth=READ,
    url_name="queue",
    operation_id="queue",
    summary="My queue",
    response=shapes.Complaints,
    openapi_extra={"parameters": questions.parameters(questions.Paged)},
)
def mine(request: HttpRequest) -> HttpResponse:
    """Open complaints of the caller: urgent first, then grade, then what is due next."""
    asked = questions.read(questions.Paged, request)
    page = desk.cases(
        reader=cast(Call, request).auth.person,
        people=everyone(datetime.now(tz=UTC)),
        filters=_OPEN,
        order="queue",
        view=desk.View.mine,
        limit=asked.limit,
        cursor=asked.cursor,
    )
    return telling.page(page)
