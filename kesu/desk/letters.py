"""What a person starts a letter to a customer from: three parts, steps with days, what is given.

Nothing here is sent: somebody reads it, changes it, and sends it as their own (C04, C17, C18).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kesu.correspondence.rules import dated_steps, fill, in_words, money_in_words
from kesu.deadlines.models import Slip
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.reach import eyes_of, find
from kesu.desk.values import CaseView
from kesu.desk.views import Policies
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import Flag
from kesu.policy.loading import builtin
from kesu.policy.queries import DEFAULT
from kesu.policy.schema import DraftKind, Pack, Text
from kesu.remedies.models import Remedy

_AGREED = ("approved", "given")
_IN_MONEY = (DraftKind.compensation, DraftKind.indemnity)


def draft(kind: DraftKind, view: CaseView, *, language: str) -> str:
    """The words of the policy with what is known of the case, as its reader may see it.

    What the customer must not be told stays out (E22); 补偿 and 赔偿 each have their own words,
    and only what was agreed to is offered.
    """
    pack = policies.version(view.policy_name, view.policy_version)
    steps = view.solution.steps if view.solution and view.solution.returned_at is None else []
    values = {
        "no": view.no,
        "cause": _cause(view, pack),
        "steps": "\n".join(dated_steps(steps, language=language)),
    }
    if kind is DraftKind.reply:
        values["remedies"] = "\n".join(_remedies(view, pack, language))
    else:
        values["promises"] = "\n".join(_promises(view, pack, language))
    return fill(words_of(pack, kind).say(language), values).strip()


@dataclass(frozen=True)
class Paper:
    """A text to print and sign, line by line."""

    no: str
    lines: list[str]


def withdrawal(no: str, *, reader: Person, people: People, language: str) -> Paper:
    """撤回投诉申请书 with what is known of the case, for the customer to sign (F12).

    Errors: ``NoSuchComplaint``, also for a liaison, who knows no customer; ``AccusedHere``.
    """
    complaint, tie = find(no, reader=reader, people=people)
    if Flag.liaison in reader.flags:
        raise NoSuchComplaint
    eyes, pack = eyes_of(reader, tie), Policies().pack(complaint)
    slip = Slip.objects.filter(complaint=complaint).order_by("-at", "-id").first()
    values = {
        "authority": eyes.text(slip.authority) if slip else "",
        "document": eyes.text(slip.document) if slip else "",
        "customer": eyes.text(complaint.customer.name),
        "no": complaint.form_no or complaint.no,
        "received": f"{complaint.received.astimezone(pack.tz):%Y-%m-%d}",
        "subject": eyes.text(complaint.subject),
        "merchant": eyes.text(complaint.merchant),
    }
    text = fill(words_of(pack, DraftKind.withdrawal).say(language), values)
    return Paper(complaint.no, text.strip().split("\n"))


def words_of(pack: Pack, kind: DraftKind) -> Text:
    """The pack's own words; one from before there were drafts uses those that ship."""
    return pack.texts.drafts.get(kind) or builtin(DEFAULT).texts.drafts[kind]


def _cause(view: CaseView, pack: Pack) -> str:
    hidden = pack.has_type(view.type) and pack.type(view.type).hide_reason
    return view.cause.text if view.cause and not hidden else ""


def _remedies(view: CaseView, pack: Pack, language: str) -> Iterable[str]:
    rows = Remedy.objects.filter(complaint__no=view.no, state__in=_AGREED, kind__in=_IN_MONEY)
    for row in rows.order_by("at", "id"):
        amount = money_in_words(row.amount or 0, language=language)
        values = {"what": row.what, "amount": amount}
        yield fill(words_of(pack, DraftKind(row.kind)).say(language), values)


def _promises(view: CaseView, pack: Pack, language: str) -> Iterable[str]:
    for one in view.promises:
        if one.kept is None:
            yield f"{in_words(one.due, zone=pack.tz, language=language)} {one.what}"
