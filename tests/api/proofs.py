"""Bringing evidence by the API, as the tests of it do."""

import io
from pathlib import Path
from typing import Any

from django.test import Client

from kesu.foundation import files
from tests.api.caller import Answer, Caller
from tests.files import MULTIPART, form

OCTETS = "application/octet-stream"
ABOUT = {"side": "unfavourable", "kind": "screenshot"}


def bring(
    who: Caller, no: str, file: bytes | None = None, name: str = "a.png", **more: Any
) -> Answer:
    headers = {key: more.pop(key) for key in [*more] if key in ("idempotency_key", "if_match")}
    body = form({**ABOUT, **more}, file, name)
    return who.call(
        "POST", f"/complaints/{no}/evidence", body, **{"content_type": MULTIPART, **headers}
    )


def brought(who: Caller, no: str, file: bytes, name: str = "a.png", **more: Any) -> str:
    """The address of a file that was brought, below the base."""
    answer = bring(who, no, file, name, **more)
    assert answer.status == 201, answer.content
    return str(answer.json["evidence"]["href"]).removeprefix("/api/v1")


def sent(who: Caller, no: str, body: bytes, *, length: int | str) -> Answer:
    """A body as it comes over the wire, whatever its length was said to be."""
    about: Any = {"CONTENT_LENGTH": str(length), "wsgi.input": io.BytesIO(body)}
    path = f"/api/v1/complaints/{no}/evidence"
    headers = {"authorization": f"Bearer {who.token}"}
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    response = client.generic("POST", path, b"x", MULTIPART, headers=headers, **about)
    return Answer(response.status_code, dict(response.headers), response.getvalue())


def parts() -> list[Path]:
    return list((files.root() / ".parts").glob("*"))
