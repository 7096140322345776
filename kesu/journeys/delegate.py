"""放权: a superior lends a person a higher mandate for a while, and may take it back (A17).

Both questions of A17 are answered yes, or nothing is lent: can it be solved the first time, and is
the risk under control and the company's interest kept.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.authority import rules
from kesu.authority.models import Delegation
from kesu.authority.rules import Unfit
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journal.rules import moment
from kesu.journeys import naming
from kesu.journeys.faults import NotYours
from kesu.journeys.payload import Cents, Name, Part, Someone
from kesu.journeys.people_work import NearDay
from kesu.people.queries import everyone
from kesu.people.rules import People, Person, superiors, team
from kesu.policy import queries as policies
from kesu.policy.codes import Remedy
from kesu.policy.schema import Pack


class LoanEntry(Part):
    """放权 as it is typed in: days both included, the amount a case."""

    to: Someone = Field(title="Lent to")
    kind: Name = Field(title="Kind of remedy")
    amount: Cents = Field(title="Amount a case")
    type: Name | None = Field(default=None, title="For which complaints")
    starts: NearDay | None = Field(default=None, title="In force from")
    until: NearDay = Field(title="Last day")
    solvable: bool = Field(title="Can it be solved the first time?")
    controlled: bool = Field(title="Is the risk under control and the company's interest kept?")


class Granted(Facts):
    delegation: str
    grantor: str
    remedy: str
    amount: int
    types: tuple[str, ...]
    starts: str
    ends: str
    solvable: bool
    controlled: bool


class Revoked(Facts):
    delegation: str
    grantor: str


declare("delegation.granted", Granted)
declare("delegation.revoked", Revoked)


def grant(
    *,
    grantor: str | int,
    to: str | int,
    kind: str,
    amount: int,
    types: Collection[str],
    starts: datetime,
    ends: datetime,
    solvable: bool,
    controlled: bool,
    by: str,
    now: datetime,
) -> Delegation:
    """Lends ``to`` a mandate of ``amount`` (分 a case) for a kind of remedy and these types (none:
    every type), from ``starts`` until before ``ends`` (UTC). ``by``: as a journal line names it.

    Errors: ``Refused`` with a fault at the field that does not fit.
    """
    people, pack = everyone(now), policies.in_force(now)
    lender = naming.person(people, grantor, loc="by")
    person = naming.person(people, to, loc="to")
    faults = _faults(pack, kind=kind, types=types, amount=amount, ends=ends, now=now)
    if lender.id not in superiors(people, person.id) and lender.id != person.id:
        said = _("Authority is lent to those who work under you.")
        raise Refused([Fault("to", said, ", ".join(_below(people, lender)))], code="not_superior")
    if faults:
        raise Refused(faults)
    because = rules.unfit(
        pack,
        grantor=lender,
        to=person,
        kind=kind,
        amount=amount,
        starts=starts,
        ends=ends,
        solvable=solvable,
        controlled=controlled,
    )
    if because is not None:
        raise Refused([_fault(because, pack, lender, kind)], code=f"delegation_{because.value}")
    with transaction.atomic():
        row = Delegation.objects.create(
            grantor_id=lender.id,
            to_id=person.id,
            kind=kind,
            amount=amount,
            types=sorted(set(types)),
            starts=starts,
            ends=ends,
            made=now,
        )
        facts = {
            "delegation": str(row.pk),
            "grantor": str(lender.id),
            "remedy": kind,
            "amount": amount,
            "types": row.types,
            "starts": moment(starts),
            "ends": moment(ends),
            "solvable": solvable,
            "controlled": controlled,
        }
        _tell("delegation.granted", row, facts, pack, by=by, now=now)
    return row


def _below(people: People, lender: Person) -> list[str]:
    return sorted(people[one].sign_in for one in team(people, lender.id) if people[one].active)


def revoke(delegation: str, *, by_whom: str | int, by: str, now: datetime) -> Delegation:
    """Takes it back at once: the grantor, or somebody above them. Errors: ``Refused`` for none of
    that number or one that is over; ``NotYours``.
    """
    people, pack = everyone(now), policies.in_force(now)
    person = naming.person(people, by_whom, loc="by")
    with transaction.atomic():
        row = _running(delegation, now)
        if person.id != row.grantor_id and person.id not in superiors(people, row.grantor_id):
            raise NotYours
        taken = Delegation.objects.filter(pk=row.pk, revoked=None)
        if not taken.update(revoked=now, revoked_by=person.id):
            raise _unknown()
        facts = {"delegation": str(row.pk), "grantor": str(row.grantor_id)}
        _tell("delegation.revoked", row, facts, pack, by=by, now=now)
    row.refresh_from_db()
    return row


def _running(delegation: str, now: datetime) -> Delegation:
    try:
        key = UUID(delegation)
    except ValueError:
        raise _unknown() from None
    row = Delegation.objects.filter(pk=key, revoked=None, ends__gt=now).first()
    if row is None:
        raise _unknown()
    return row


def _unknown() -> Refused:
    return Refused([Fault("delegation", _("No delegation of that number runs."))], code="unknown")


def _faults(
    pack: Pack, *, kind: str, types: Collection[str], amount: int, ends: datetime, now: datetime
) -> list[Fault]:
    faults = []
    known = [one.value for one in Remedy if one.value in pack.mandates]
    if kind not in known:
        faults.append(Fault("kind", _("This value is not known."), ", ".join(known)))
    if amount <= 0:
        faults.append(Fault("amount", _("This is too small."), "≥ 1"))
    if ends <= now:
        faults.append(Fault("until", _("This time has passed already."), f"> {now.isoformat()}"))
    groups = {code.partition(".")[0] for code in pack.type_codes}
    faults += [
        Fault("types", _("This type is not known."), code)
        for code in types
        if code not in groups and not pack.has_type(code)
    ]
    return faults


def _fault(because: Unfit, pack: Pack, lender: Person, kind: str) -> Fault:
    own = pack.mandate(lender.rank, kind) if pack.may_give(lender.rank, kind) else 0
    said = {
        Unfit.test: ("tests", _("Both questions must be answered yes to lend authority."), ""),
        Unfit.oneself: ("to", _("Nobody lends authority to themselves."), ""),
        Unfit.left: ("to", _("This person does not work here any more."), ""),
        Unfit.flag: ("to", _("This person does not handle complaints."), ""),
        Unfit.rank: ("to", _("Authority is lent to a lower rank only."), f"< {lender.rank}"),
        Unfit.amount: ("amount", _("Nobody lends more than their own mandate."), f"≤ {own}"),
        Unfit.nothing: ("amount", _("This person's own mandate covers that already."), ""),
        Unfit.period: ("until", _("The end lies before the start."), ""),
    }
    return Fault(*said[because])


def _tell(
    kind: str,
    row: Delegation,
    facts: Mapping[str, object],
    pack: Pack,
    *,
    by: str,
    now: datetime,
) -> None:
    draft = Draft(
        kind=kind,
        about=("staff", str(row.to_id)),
        by=by,
        at=now,
        written=now,
        policy=pack.label,
        rule="A17",
        facts=facts,
    )
    append([draft])
