"""What a reader may see, as a tie to one complaint and as a query over all (law 10).

Both follow ``complaints.permissions``; a test holds them against each other.
"""

from collections.abc import Sequence

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from kesu.authority.models import Opinion
from kesu.authority.queries import advised_among, advises
from kesu.authority.rules import functions_of
from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Contact, Solution
from kesu.complaints.permissions import Column, Scope, Tie
from kesu.consults.models import Consult
from kesu.desk.sight import SUPERVISORS, Sight, sight_of
from kesu.people.rules import People, Person, direct_supervisor, superiors, supervisor_away
from kesu.policy.codes import Rank, State
from kesu.remedies.queries import is_paid_out


def tie(complaint: Complaint, reader: Person, people: People) -> Tie:
    """What binds ``reader`` to ``complaint``; one query, for most readers."""
    taken, asked, proposer = _bound(complaint, reader)
    return _tie(
        complaint,
        reader,
        people,
        taken=taken,
        asked=asked,
        advising=advises(complaint, functions_of(reader)),
        paying=permissions.may_pay(reader) and is_paid_out(complaint),
        proposer=proposer == reader.id,
    )


def _tie(
    complaint: Complaint,
    reader: Person,
    people: People,
    *,
    taken: bool,
    asked: bool,
    advising: bool,
    proposer: bool,
    paying: bool = False,
) -> Tie:
    superior = reader.id in superiors(people, complaint.owner_id)
    responsible = reader.id in (complaint.owner_id, complaint.risk_owner_id, complaint.dedicated_id)
    return Tie(
        accused=complaint.accused_id == reader.id,
        owner=complaint.owner_id == reader.id,
        proposer=proposer,
        responsible=responsible,
        involved=responsible or complaint.lodged_by_id == reader.id or taken,
        superior=superior,
        team=superior,
        department=reader.department in _departments(complaint, people),
        asked=asked,
        advising=advising,
        paying=paying,
        acting=_may_act_for(complaint, people),
        restricted=complaint.restricted,
    )


def ties(complaints: Sequence[Complaint], reader: Person, people: People) -> list[Tie]:
    """The ties to many complaints, in two queries; who proposed is not asked."""
    keys = [one.pk for one in complaints]
    contacts = Contact.objects.filter(complaint__in=keys, by=reader.id)
    taken = set(contacts.values_list("complaint", flat=True))
    consults = Consult.objects.filter(complaint__in=keys, department=reader.department)
    asked = set(consults.values_list("complaint", flat=True))
    advised = advised_among(keys, functions_of(reader))
    return [
        _tie(
            one,
            reader,
            people,
            taken=one.pk in taken,
            asked=one.pk in asked,
            advising=one.pk in advised,
            proposer=False,
        )
        for one in complaints
    ]


def _bound(complaint: Complaint, reader: Person) -> tuple[bool, bool, int | None]:
    """Whether the reader took a contact, whether their department was asked, who proposed last."""
    of = {"complaint": OuterRef("pk")}
    proposals = Solution.objects.filter(**of).order_by("-id")
    found = Complaint.objects.filter(pk=complaint.pk).values_list(
        Exists(Contact.objects.filter(**of, by=reader.id)),
        Exists(Consult.objects.filter(**of, department=reader.department)),
        Subquery(proposals.values("by")[:1]),
    )
    return found.first() or (False, False, None)


def _departments(complaint: Complaint, people: People) -> set[str]:
    named = (complaint.owner_id, complaint.lodged_by_id)
    return {people[one].department for one in named if one is not None and one in people}


def _may_act_for(complaint: Complaint, people: People) -> bool:
    """Whether the owner's direct supervisor is away and may be acted for: the accused lend their
    place to nobody (E49).
    """
    ranks, owner = SUPERVISORS, complaint.owner_id
    accused = direct_supervisor(people, owner, ranks=ranks) == complaint.accused_id
    named = complaint.accused_id is not None
    return supervisor_away(people, owner, ranks=ranks) and not (named and accused)


def visible(reader: Person, people: People) -> QuerySet[Complaint]:
    """The complaints that exist for ``reader``: lists, counts and searches start from here."""
    return seen_from(sight_of(reader, people))


def seen_from(sight: Sight) -> QuerySet[Complaint]:
    """As ``visible``, where it is known what the reader stands among."""
    return _within(Column.read, sight, beside=_advised(sight))


def among(cases: QuerySet[Complaint], at: str = "complaint") -> Exists:
    """Whether the complaint ``at`` which a row points is one of ``cases``, asked of each row: with
    ``complaint__in`` a database may list all that the reader can see first.
    """
    return Exists(cases.filter(pk=OuterRef(at)))


def own(reader: Person, people: People) -> QuerySet[Complaint]:
    """Of ``visible`` what the reader answers for. Every line of the table reaches that, so nothing
    else needs to be asked where no flag's line holds instead.
    """
    return own_from(sight_of(reader, people))


def own_from(sight: Sight) -> QuerySet[Complaint]:
    """As ``own``, where it is known what the reader stands among."""
    responsible = _responsible(sight.reader)
    if permissions.replaced(sight.reader):
        return seen_from(sight).filter(responsible)
    return Complaint.objects.filter(responsible & _not_accused(sight.reader))


def exportable(reader: Person, people: People) -> QuerySet[Complaint]:
    """The complaints that ``reader`` may export: some or all of those that exist for them."""
    return _within(Column.export, sight_of(reader, people))


def to_approve(reader: Person, people: People) -> Q:
    """What waits for the reader's word on a solution, as a condition: never their own (E09). The
    mandate and the meeting are asked by the step itself.
    """
    return to_approve_from(sight_of(reader, people))


def to_approve_from(sight: Sight) -> Q:
    """As ``to_approve``, where it is known what the reader stands among."""
    return Q(state=State.approving, merged_into=None) & _agreeable(sight)


def agreeable(reader: Person, people: People) -> Q:
    """The complaints on which the reader's word counts, whatever waits there, as a condition: as
    ``permissions`` say of approving.
    """
    return _agreeable(sight_of(reader, people))


def _agreeable(sight: Sight) -> Q:
    reader = sight.reader
    newest = Solution.objects.filter(complaint=OuterRef("pk")).order_by("-id").values("by")[:1]
    # Where nobody proposed anything yet, a comparison with nothing would hide the complaint.
    proposer = Coalesce(Subquery(newest), 0, output_field=BigIntegerField())
    own = Q(owner=reader.id) | Q(Exact(proposer, reader.id))
    acting = _acted_for(sight) if reader.rank == Rank.lead else Q()
    return ~own & acting & _reach(Column.approve, sight)


def _acted_for(sight: Sight) -> Q:
    """The complaints of the team whose supervisor is away, as ``_may_act_for`` says of one."""
    found = Q(pk__in=[])
    for one, above in sight.lent:
        found |= Q(owner=one) & (Q(accused=None) | ~Q(accused=above))
    return found


def _advised(sight: Sight) -> Q | None:
    """What the reader's function was asked for an opinion on; nothing for most readers (F22)."""
    functions = functions_of(sight.reader)
    if not functions:
        return None
    asked = Opinion.objects.filter(complaint=OuterRef("pk"), function__in=functions)
    known = Q(restricted=False) | _responsible(sight.reader) | _under(sight)
    return Q(Exists(asked)) & known


def _within(column: Column, sight: Sight, *, beside: Q | None = None) -> QuerySet[Complaint]:
    return Complaint.objects.filter(_reach(column, sight, beside=beside))


def _reach(column: Column, sight: Sight, *, beside: Q | None = None) -> Q:
    seen = Q(pk__in=[]) if beside is None else beside
    for line in permissions.lines(sight.reader):
        seen |= _covered(line.reach(column), sight, need_to_know=line.need_to_know)
    return seen & _not_accused(sight.reader)


def _not_accused(reader: Person) -> Q:
    return Q(accused=None) | ~Q(accused=reader.id)


def _covered(scope: Scope, sight: Sight, *, need_to_know: bool) -> Q:
    reached = _reached(scope, sight)
    if need_to_know:
        return reached
    return reached & (Q(restricted=False) | _responsible(sight.reader) | _under(sight))


def _reached(scope: Scope, sight: Sight) -> Q:
    reader = sight.reader
    if scope is Scope.none:
        return Q(pk__in=[])
    if scope is Scope.any:
        # Not Q(): an empty Q vanishes from an OR instead of covering everything.
        return Q(pk__isnull=False)
    if scope is Scope.asked:
        mine = Consult.objects.filter(complaint=OuterRef("pk"), department=reader.department)
        return Q(Exists(mine))
    reached = _responsible(reader) | Q(lodged_by=reader.id) | _taken(reader)
    if scope is Scope.team:
        return reached | _under(sight)
    if scope is Scope.department:
        return reached | Q(owner__in=sight.colleagues) | Q(lodged_by__in=sight.colleagues)
    return reached


def _responsible(reader: Person) -> Q:
    return Q(owner=reader.id) | Q(risk_owner=reader.id) | Q(dedicated=reader.id)


def _taken(reader: Person) -> Q:
    return Q(Exists(Contact.objects.filter(complaint=OuterRef("pk"), by=reader.id)))


def _under(sight: Sight) -> Q:
    return Q(owner__in=sight.team)
