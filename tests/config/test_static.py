"""Static files: kept by browsers, and asked anew when they change."""

import re

import httpx
import pytest
from django.templatetags.static import static

from tests.door import Server


def test_an_address_carries_the_mark_of_its_content() -> None:
    assert re.fullmatch(r"/static/kesu/css/row\.css\?v=[0-9a-f]{8}", static("kesu/css/row.css"))


def test_a_file_that_is_not_there_has_no_mark() -> None:
    assert static("kesu/nowhere.css") == "/static/kesu/nowhere.css"


@pytest.mark.door
def test_browsers_may_keep_a_file_for_a_month(server: Server) -> None:
    answer = httpx.get(server.url + static("kesu/css/row.css"))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "max-age=2592000, public")
