"""Who calls: a token and what it may be used for."""

from datetime import UTC, datetime
from typing import Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from kesu.api.problems import Problem
from kesu.journeys.people.token_use import seen
from kesu.people.queries import Bearer, bearer

Scope = Literal["read", "write"]


class Call(HttpRequest):
    """A request that the door let in. ``seen``: the complaint's version when it arrived."""

    auth: Bearer
    seen: int | None


class Token(HttpBearer):
    """Lets a token in that carries the scope.

    Without scopes a token may all that its person may; ``read`` and ``write`` narrow it, and
    ``write`` includes ``read``.
    """

    def __init__(self, needs: Scope) -> None:
        super().__init__()
        self._fits = frozenset({needs, "write"})

    def authenticate(self, _request: HttpRequest, token: str) -> Bearer | None:
        """Errors: ``Problem`` 403 for a token that was made for less."""
        caller = bearer(token.strip())
        if caller is not None and caller.scopes and not caller.scopes & self._fits:
            challenge = 'Bearer realm="kesu", error="insufficient_scope"'
            headers = {"WWW-Authenticate": challenge}
            raise Problem(403, "scope", _("This token was not made for this."), headers=headers)
        if caller is not None:
            seen(caller, now=datetime.now(UTC))
        return caller


READ = Token("read")
WRITE = Token("write")
