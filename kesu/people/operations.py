"""Writing people. Called by journeys, which leave the journal line."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from kesu.people.models import Competence, Department, Leave, Preference, Shift, Staff, Token
from kesu.people.queries import digest_of, person_of
from kesu.people.rules import Person


def ensure_department(*, code: str) -> bool:
    """Makes the department unless it is there; True when it was made."""
    return Department.objects.get_or_create(code=code)[1]


def create_staff(
    *,
    sign_in: str,
    full_name: str,
    agent_no: str,
    rank: str,
    department: str,
    supervisor: int | None,
    flags: Collection[str],
    email: str,
    password: str | None,
    at: datetime,
) -> Person:
    """A new person; without a password they cannot sign in.

    Errors: ``IntegrityError`` for a sign-in name or agent number that is taken.
    """
    staff = Staff(
        sign_in=sign_in,
        full_name=full_name,
        agent_no=agent_no,
        rank=rank,
        department_id=department,
        supervisor_id=supervisor,
        flags=sorted(flags),
        email=email,
        joined=at,
    )
    if password is None:
        staff.set_unusable_password()
    else:
        staff.set_password(password)
    staff.save(force_insert=True)
    return person_of(staff)


def change_staff(*, staff: int, **columns: Any) -> None:
    """Writes columns of a person. Errors: ``IntegrityError`` for a number that is taken."""
    Staff.objects.filter(pk=staff).update(**columns)


def set_password(*, staff: int, password: str) -> None:
    """Another password; every session that knew the one before ends with it."""
    row = Staff.objects.get(pk=staff)
    row.set_password(password)
    row.save(update_fields=["password"])


def end_sessions(*, staff: int) -> int:
    """Signs a person out everywhere; how many sessions there were."""
    ended = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(staff)
    ]
    return int(Session.objects.filter(pk__in=ended).delete()[0])


def create_token(*, staff: int, scopes: Collection[str], at: datetime, name: str = "") -> str:
    """A new token of 256 random bits; only its hash is kept."""
    secret = "kesu_" + secrets.token_urlsafe(32)
    Token.objects.create(
        digest=digest_of(secret), staff_id=staff, scopes=sorted(scopes), made=at, name=name
    )
    return secret


def revoke_token(token: int, *, at: datetime) -> bool:
    """Ends a token; False for one that had ended already."""
    return bool(Token.objects.filter(pk=token, revoked=None).update(revoked=at))


def revoke_tokens(*, staff: int, at: datetime) -> int:
    """Ends every token of a person; how many there were."""
    return Token.objects.filter(staff=staff, revoked=None).update(revoked=at)


def token_used(token: int, *, at: datetime) -> None:
    """Keeps when a token was last seen at work."""
    Token.objects.filter(pk=token).update(last_used=at)


def set_presence(*, staff: int, presence: str) -> None:
    """Whether a person can be reached now."""
    Staff.objects.filter(pk=staff).update(presence=presence)


def set_state(*, staff: int, state: str, at: datetime) -> None:
    """What a person does now, since ``at`` (UTC). Whether they are at work stays as it was."""
    Staff.objects.filter(pk=staff).update(state=state, state_since=at)


def roster_shift(*, staff: int, starts: datetime, ends: datetime, duty: bool) -> bool:
    """One shift, in UTC; one that begins at the same time is replaced. True when it is new."""
    values = {"ends": ends, "duty": duty}
    return Shift.objects.update_or_create(staff_id=staff, starts=starts, defaults=values)[1]


def drop_shift(shift: int) -> Shift | None:
    """Takes a shift off the roster; what it was, or None for none of that number."""
    row = Shift.objects.filter(pk=shift).first()
    return row if row and Shift.objects.filter(pk=shift).delete()[0] else None


def drop_leave(leave: int) -> Leave | None:
    """As ``drop_shift``, for days away."""
    row = Leave.objects.filter(pk=leave).first()
    return row if row and Leave.objects.filter(pk=leave).delete()[0] else None


def take_leave(*, staff: int, starts: datetime, ends: datetime, deputy: int | None) -> int:
    """Days away, in UTC; the id of the leave."""
    row = Leave.objects.create(staff_id=staff, starts=starts, ends=ends, deputy_id=deputy)
    return int(row.pk)


def certify(*, staff: int, types: Iterable[str], until: datetime | None) -> None:
    """Gives certificates, or gives them again with another end."""
    for code in types:
        Competence.objects.update_or_create(staff_id=staff, types=code, defaults={"until": until})


def lock_department(*, code: str) -> None:
    """Lets nobody else change it before this transaction ends."""
    Department.objects.select_for_update().filter(pk=code).first()


def name_desk(*, department: str, liaison: int | None, backup: int | None) -> None:
    """Whom a department names for complaints, and who takes their place."""
    Department.objects.filter(pk=department).update(liaison=liaison, backup=backup)


def prefer(*, person: int, key: str, value: Any) -> None:
    """Keeps a setting of a person's screens, in place of the one before; ``value``: plain JSON."""
    Preference.objects.bulk_create(
        [Preference(person_id=person, key=key, value=value)],
        update_conflicts=True,
        unique_fields=["person", "key"],
        update_fields=["value"],
    )


def rename_preference(*, person: int, key: str, to: str) -> bool:
    """Keeps a setting under another key, in place of one that is there; False for none."""
    held = Preference.objects.filter(person=person)
    if key == to or not held.filter(key=key).exists():
        return held.filter(key=key).exists()
    with transaction.atomic():
        held.filter(key=to).delete()
        return held.filter(key=key).update(key=to) > 0


def forget(*, person: int, key: str) -> bool:
    """Drops a setting of a person's screens; False when there was none."""
    return Preference.objects.filter(person=person, key=key).delete()[0] > 0
