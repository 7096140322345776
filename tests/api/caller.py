"""Speaking to the API as one person, through Django's own client."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client

from kesu.people.operations import create_token
from kesu.people.rules import Person
from tests.cast import MORNING

BASE = "/api/v1"


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers, and the bytes of the body."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """The code of a problem; its media type and status say that it is one."""
        assert self.headers["Content-Type"] == "application/problem+json", self.content
        said = self.json
        assert said["status"] == self.status
        return str(said["code"])

    @property
    def places(self) -> list[str]:
        """The places of an input that were refused, and nothing else was wrong."""
        assert self.status == 422, self.content
        return [one["loc"] for one in self.json["errors"]]


class Caller:
    """One person at the API; without a person nobody in particular."""

    def __init__(self, person: Person | None = None, *scopes: str, language: str = "zh-CN") -> None:
        self._client = Client(raise_request_exception=False)
        self._headers = {"host": "localhost", "accept-language": language}
        if person is not None:
            self.token = create_token(staff=person.id, scopes=scopes, at=MORNING)
            self._headers["authorization"] = f"Bearer {self.token}"

    def get(self, path: str, **headers: str) -> Answer:
        """Reads; a header's name stands with _ for -."""
        return self.call("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        """Sends ``body`` as JSON; bytes go as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.call("POST", path, b"" if body is None else data, **headers)

    def call(self, method: str, path: str, data: bytes = b"", **headers: str) -> Answer:
        """Any request."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self._client.generic(
            method,
            BASE + path,
            data,
            content_type=given.pop("content-type", "application/json"),
            headers={**self._headers, **given},
        )
        return Answer(response.status_code, dict(response.headers), response.getvalue())

    def lodge(self, **more: Any) -> Answer:
        """Lodges an ordinary complaint by e-mail, changed by ``more``."""
        return self.post("/complaints", lodging(**more))

    def act(self, no: str, verb: str, **payload: Any) -> Answer:
        """Takes one step."""
        return self.post(f"/complaints/{no}/actions/{verb}", payload)

    def read(self, no: str) -> Any:
        """The complaint as this person may see it."""
        answer = self.get(f"/complaints/{no}")
        assert answer.status == 200, answer.content
        return answer.json


def lodging(**more: Any) -> dict[str, Any]:
    """A mail about a present that did not come."""
    return {"channel": "email", "text": "赠品没寄", "customer": {}, "type": "1.2.5", **more}
