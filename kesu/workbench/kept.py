"""What somebody typed and could not be taken: it goes back to them, and on when they come again.

It stays between the browser and this request, nothing of it is stored.
"""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_OWN = frozenset({"csrfmiddlewaretoken", "kept", "login", "password"})
_CODE = re.compile(r"[\w.:-]{0,40}", re.ASCII)
_MOST = 400


@dataclass(frozen=True, slots=True)
class Kept:
    """A form: where it goes, its fields in order, and files, of which only the names are left."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """What a person would not like to type again: everything but codes."""
        return [value for _name, value in self.fields if not _CODE.fullmatch(value)]

    @property
    def sealed(self) -> str:
        """As one hidden field carries it through the sign-in."""
        return json.dumps({"path": self.path, "fields": self.fields, "files": self.files})


def typed(request: HttpRequest) -> Kept | None:
    """What this request brought; None where nothing was typed."""
    fields = tuple(
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in _OWN
    )
    if not fields or len(fields) > _MOST:
        return None
    files = tuple(one.name or "" for _name, some in request.FILES.lists() for one in some)
    return Kept(request.path, fields, files)


def carried(request: HttpRequest) -> Kept | None:
    """What the hidden field of a sign-in carries; None for none, or for what is not ours."""
    try:
        said = json.loads(request.POST.get("kept", ""))
        fields = tuple((str(name), str(value)) for name, value in said["fields"])
        found = Kept(str(said["path"]), fields, tuple(map(str, said.get("files", ()))))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    local = found.path.startswith("/") and url_has_allowed_host_and_scheme(found.path, None)
    return found if local and len(fields) <= _MOST else None


def came_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent it, as the browser itself says."""
    scheme = "https" if request.is_secure() else "http"
    return request.headers.get("Origin", "") == f"{scheme}://{request.get_host()}"


def page_behind(request: HttpRequest) -> str:
    """The path of the page of ours that a form came from; nothing for none."""
    found = urlsplit(request.headers.get("Referer", ""))
    return found.path if found.netloc == request.get_host() else ""
