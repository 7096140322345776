"""A person at the pages without a browser: what is sent, and what comes back."""

import html
import re
from typing import Any

from django.test import Client

from kesu.people.models import Staff
from kesu.people.rules import Person
from tests.cast import complaint


class Visitor:
    """A signed-in person with a browser that runs no script."""

    def __init__(self, person: Person, *, language: str = "en") -> None:
        self.client = Client(headers={"host": "localhost", "accept-language": language})
        self.client.force_login(Staff.objects.get(pk=person.id))

    def get(self, path: str) -> Any:
        """A page."""
        return self.client.get(path)

    def read(self, path: str) -> str:
        """The text of a page that answers."""
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return body(response)

    def post(self, path: str, **typed: Any) -> Any:
        """A form; ``__`` in a name stands for its dot."""
        return self.client.post(path, {name.replace("__", "."): typed[name] for name in typed})

    def act(self, no: str, verb: str, version: Any = None, **typed: Any) -> Any:
        """One step from the case page as it is now."""
        seen = complaint(no).version if version is None else version
        return self.post(f"/complaints/{no}/do/{verb}", version=seen, **typed)


def body(response: Any) -> str:
    """The text of an answer."""
    return str(response.content.decode())


def value(page: str, name: str) -> str:
    """What stands in the field of that name."""
    field = re.search(rf'<(input|textarea)[^>]* name="{re.escape(name)}"[^>]*>', page)
    assert field, name
    if field[1] == "textarea":
        return html.unescape(page[field.end() :].partition("</textarea>")[0])
    found = re.search(r' value="([^"]*)"', field[0])
    return html.unescape(found[1]) if found else ""


def doable(page: str) -> set[str]:
    """The verbs that a case page offers."""
    return set(re.findall(r'id="do-(\w+)"', page))
