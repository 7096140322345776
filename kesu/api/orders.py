"""Orders as shops tell them, a thousand at a time (A21)."""

from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from kesu.api import schemas, shapes
from kesu.api.access import WRITE, Call
from kesu.api.keys import Answer
from kesu.api.writing import write
from kesu.journeys.payload import BulkPart, read
from kesu.journeys.take_in.orders import GivenOrder
from kesu.journeys.tell_orders import MOST, tell

router = Router(tags=["orders"])


class Orders(BulkPart):
    orders: list[GivenOrder] = Field(max_length=MOST, title="Orders")


class ToldOrders(shapes.Shape):
    """How many were new, said something new, or raised a warning."""

    added: int
    updated: int
    warnings: int


@router.post(
    "/orders",
    auth=WRITE,
    url_name="orders",
    operation_id="tell_orders",
    summary="Tell orders",
    response=ToldOrders,
    openapi_extra={"requestBody": schemas.body(Orders), "parameters": [schemas.AGAIN]},
)
def take_in(request: HttpRequest) -> HttpResponse:
    """Takes up to 1,000 orders in, each known by its number; of an address only that two are the
    same is kept. ``amount`` in 分.
    """
    call = cast(Call, request)

    def work(body: object, now: datetime) -> Answer:
        told = tell(read(Orders, body).orders, by=call.auth.person, at=now)
        counts = ToldOrders(
            added=len(told.made), updated=len(told.changed), warnings=len(told.shown)
        )
        return Answer(200, counts.to_json())

    return write(call, work)
