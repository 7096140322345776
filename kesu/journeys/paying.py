"""打款: who is paid, where to, and asking finance for it (F11)."""

from typing import Protocol

from django.utils.translation import gettext as _

from kesu.complaints.evidence import piece_of
from kesu.complaints.models import Evidence, Progress
from kesu.correspondence.rules import fill
from kesu.desk.letters import words_of
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.sealing import seal
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import clocks
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.mails import CUSTOMERS_LANGUAGE
from kesu.journeys.step import Step
from kesu.policy.codes import Flag
from kesu.policy.schema import DraftKind
from kesu.remedies.models import Payment
from kesu.remedies.models import Remedy as RemedyRow
from kesu.remedies.paid import ACCOUNT
from kesu.remedies.rules import MONEY, same_name, tail

_AUTHORITIES = frozenset(
    {
        "authority",
        "委托书",
        "委託書",
        "授权书",
        "授權書",
        "授权委托书",
        "授權委託書",
        "委托",
        "委託",
    }
)
"""What a paper is called that lets somebody else be paid."""
SHORTEST, LONGEST = 4, 64


class Said(Protocol):
    """What a payload says of where money goes."""

    @property
    def payee(self) -> str | None: ...
    @property
    def account(self) -> str | None: ...
    @property
    def authority(self) -> str | None: ...


class Asked(CaseFacts):
    """``account``: whether the tail is known; ``amount`` in 分."""

    payment: str
    remedy: str
    amount: int


declare_kind("complaint.payment_asked", Asked)


def check(case: Case, said: Said) -> None:
    """Money goes to the complainant, or to whom a paper on this complaint names; where the
    complainant has no name yet, to whom is named. Errors: ``Refused`` at the field.
    """
    if said.authority is not None:
        _authority(case, said.authority)
    elif said.payee is not None and _is_another(case, said.payee):
        expected = _("the complainant, or the paper that authorises somebody else")
        message = _("Money is paid to the complainant, or to whom a paper here authorises.")
        raise Refused([Fault("payee", message, expected)], code="payee")
    elif said.account is not None and said.payee is None and not case.complaint.customer.name:
        message = _("The complainant has no name yet: say who is paid.")
        raise Refused([Fault("payee", message)], code="payee")


def _is_another(case: Case, payee: str) -> bool:
    known = case.complaint.customer.name
    return bool(known.strip()) and not same_name(payee, known)


def _authority(case: Case, key: str) -> Evidence:
    piece = piece_of(case.complaint, key)
    if piece is None or piece.retracted_at is not None or piece.kind.strip() not in _AUTHORITIES:
        message = _("No paper of that number authorises anybody here.")
        expected = _("a piece of evidence of the kind %(kind)s") % {"kind": "authority"}
        raise Refused([Fault("authority", message, expected)], code="authority")
    return piece


def directed(step: Step, said: Said) -> dict[str, object]:
    """The columns that say where the money goes; the account is sealed, its last four may be seen.
    Nothing for what was not said. Warns where no name shows that it is the complainant's.
    """
    customer = step.complaint.customer
    if said.payee is not None and said.authority is None and not customer.name.strip():
        message = _("The complainant has no name yet: nothing shows that %(payee)s is the one.")
        step.warn("payee", message % {"payee": said.payee})
    found: dict[str, object] = {}
    if said.account is not None:
        found["account"] = seal(said.account.strip(), field=ACCOUNT)
        found["account_tail"] = tail(said.account)
    if said.account is not None or said.payee is not None:
        found["payee"] = said.payee or customer.name
        found["payee_is"] = "complainant" if said.authority is None else "authorised"
    if said.authority is not None:
        found["authority"] = _authority(step, said.authority)
    return found


def goes_through_finance(row: RemedyRow) -> bool:
    """Whether somebody of finance pays it: our money, to an account."""
    return row.kind in MONEY and row.payer == "us" and row.account is not None and bool(row.amount)


def ask(step: Step, row: RemedyRow) -> Payment:
    """Asks finance to pay; the customer is told when it was paid, not before."""
    payment = Payment.objects.create(
        remedy=row, amount=row.amount or 0, by_id=step.staff, at=step.at
    )
    facts = {"payment": str(payment.pk), "remedy": str(row.pk), "amount": row.amount}
    step.tell("complaint.payment_asked", facts, rule="F11")
    message = _("Finance was asked to pay %(what)s; the customer is told once it is paid.")
    step.warn("payment_asked", message % {"what": row.what[:60]})
    payers = [one.id for one in step.people.values() if one.active and Flag.finance in one.flags]
    step.notify([one for one in payers if one != step.complaint.accused_id], "payment_asked")
    return payment


def tell_paid(step: Step, row: RemedyRow) -> None:
    """The line that the customer reads, now that it is paid: the day's line."""
    amount = row.amount or 0
    values = {"amount": f"{amount // 100}.{amount % 100:02d}", "account": row.account_tail}
    text = fill(words_of(step.pack, DraftKind(f"paid_{row.kind}")).say(CUSTOMERS_LANGUAGE), values)
    Progress.objects.create(complaint=step.complaint, by_id=step.staff, at=step.at, text=text)
    step.tell("complaint.progressed", {"none_yet": False}, notes={"text": text}, rule="F11")
    if step.complaint.is_open:
        clocks.daily_line(step)
