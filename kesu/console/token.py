"""``kesu token create``: an API token, shown once."""

from collections.abc import Sequence
from datetime import UTC, datetime

from kesu.console import database

_BY = "system:console"


def create(*, sign_in: str, scopes: Sequence[str]) -> int:
    """Prints a new token of this person, alone, on standard output; the exit status.

    Errors: ``Refused`` for a person nobody knows.
    """
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.journeys.people.staff import create_token

    print(create_token(sign_in=sign_in, scopes=list(scopes), by=_BY, at=datetime.now(tz=UTC)))
    return 0
