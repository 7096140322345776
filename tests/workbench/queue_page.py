"""The page of the queue, read by a test."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import complaint
from tests.workbench.visitor import Visitor


def shown(page: str) -> list[str]:
    """The numbers in a list, in its order."""
    return re.findall(r'id="row-(KS-[\w-]+)"', page)


def counts(page: str) -> dict[str, int]:
    """The views in the row above the list, with their numbers."""
    tabs = re.findall(r'data-tab="([^"]+)"(.*?)</a>', page, re.DOTALL)
    assert tabs
    numbers = {name: re.search(r'class="count">(\d+)<', inside) for name, inside in tabs}
    return {name: int(found[1]) for name, found in numbers.items() if found}


def tab_now(page: str) -> str:
    found = re.search(r'data-tab="([^"]+)" aria-current="page"', page)
    return found[1] if found else ""


def row_value(no: str) -> str:
    return f"{no}@{complaint(no).version}"


def asked(visitor: Visitor, path: str) -> int:
    """How many queries a page makes once it is warm."""
    visitor.get(path)
    with CaptureQueriesContext(connection) as found:
        visitor.get(path)
    return len(found)


def since(page: str) -> str:
    found = re.search(r'data-head="(\d+)"', page)
    assert found
    return found[1]
