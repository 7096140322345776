"""The page where the database is away, or there is no room: needs no database itself."""

import errno

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from kesu.workbench import faults


def _said_of(fault: Exception) -> HttpResponse:
    with translation.override("en"):
        try:
            raise fault
        except type(fault):
            return faults.ours(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("fault", "status", "again", "title"),
    [
        (OperationalError("the connection was lost"), 503, "5", "Busy for a moment"),
        (OSError(errno.ENOSPC, "No space left"), 507, "30", "No room left to write"),
        (ZeroDivisionError(), 500, None, "Our mistake"),
    ],
)
def test_a_page_says_what_is_wrong_and_when_to_come_again(
    fault: Exception, status: int, again: str | None, title: str
) -> None:
    answer = _said_of(fault)
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, again)
    assert f"<title>{title}" in answer.content.decode()
