"""弹屏: the page that a telephone system opens while it rings (F03)."""

from django.http import HttpRequest, HttpResponse

from kesu.workbench.lodge import fields
from kesu.workbench.lodge.page import page
from kesu.workbench.session import Desk, signed_in


@signed_in
def call(request: HttpRequest, desk: Desk) -> HttpResponse:
    """``?phone=&call_id=``: the page of a call with who is calling; what is lodged or logged from
    it keeps the call as its recording.
    """
    said = request.GET
    typed = fields.start(phone=said.get("phone", ""), call=said.get("call_id", ""))
    return page(request, desk, typed)
