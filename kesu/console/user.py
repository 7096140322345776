"""``kesu user create``: a person at work."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from kesu.console import database
from kesu.console.words import choose, say
from kesu.foundation.faults import Fault, Refused
from kesu.policy.codes import Flag, Rank

_BY = "system:console"


def create(
    *,
    sign_in: str,
    rank: str,
    department: str,
    full_name: str,
    email: str,
    supervisor: str | None,
    flags: Sequence[str],
    password: str | None,
) -> int:
    """Makes the person; prints a password of its own when none is given. The exit status.

    Errors: ``Refused`` for anything that cannot be used; nothing was made then.
    """
    faults = [*_unknown("rank", [rank], Rank), *_unknown("flags", flags, Flag)]
    if faults:
        raise Refused(faults)
    database.prepare()
    database.setup(for_a_person=True)
    chosen = secrets.token_urlsafe(12) if password is None else password
    _check_password(chosen)
    from kesu.journeys.staff import create_staff

    hired = create_staff(
        sign_in=sign_in,
        full_name=full_name,
        rank=rank,
        department=department,
        email=email,
        supervisor=supervisor,
        flags=list(flags),
        password=chosen,
        by=_BY,
        at=datetime.now(tz=UTC),
    )
    if hired.department_made:
        say(zh=f"已新建部门 {department}", en=f"The department {department} was made")
    say(zh=f"已新建人员 {sign_in}", en=f"{sign_in} was made")
    if password is None:
        print(chosen)
    return 0


def _unknown(loc: str, words: Sequence[str], known: type[StrEnum]) -> Iterator[Fault]:
    for word in words:
        if word not in list(known):
            message = choose(zh=f"未知的代码 {word}", en=f"{word} is not known")
            yield Fault(loc, message, " ".join(known))


def _check_password(password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as fault:
        raise Refused([Fault("password", text) for text in fault.messages]) from None
