"""``kesu user create``: a person at work."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from kesu.console import database
from kesu.console.words import say
from kesu.foundation.faults import Fault, Refused

_BY = "system:console"
_OPTIONS = {"sign_in": "name", "password": "password-stdin"}
"""Options that are not called as what they fill."""


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

    Errors: ``Refused``, which names the options, for anything that cannot be used; nothing was made
    then.
    """
    database.prepare()
    database.setup(for_a_person=True)
    chosen = secrets.token_urlsafe(12) if password is None else password
    from kesu.journeys.people.staff import create_staff

    try:
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
    except Refused as refusal:
        raise Refused(map(_of_option, refusal.faults), code=refusal.code) from None
    if hired.department_made:
        say(zh=f"已新建部门 {department}", en=f"The department {department} was made")
    say(zh=f"已新建人员 {sign_in}", en=f"{sign_in} was made")
    if password is None:
        print(chosen)
    return 0


def _of_option(fault: Fault) -> Fault:
    field = fault.loc.partition(".")[0]
    option = _OPTIONS.get(field, field.replace("_", "-"))
    return Fault(f"--{option}", fault.message, fault.expected)
