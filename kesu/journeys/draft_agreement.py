"""拟和解协议: a text out of approved clauses; what no agreement may say is refused (F12)."""

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import payload as payloads
from kesu.journeys.case import Case
from kesu.journeys.faults import NotYours
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Cents, Name, Payload, Text
from kesu.journeys.perform import look_up
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states, verb_named
from kesu.people.rules import Person
from kesu.policy.codes import OPEN
from kesu.policy.schema.agreement import AgreementKind
from kesu.remedies.agreements import Terms, text_of
from kesu.remedies.models import Draft

VERB = "draft_agreement"
Language = Literal["zh-hans", "zh-hant", "en"]


class DraftAgreement(Payload):
    """``words``: what the parties add, one clause a line; ``amount`` in 分."""

    kind: AgreementKind = Field(title="Kind")
    clauses: list[Name] = Field(min_length=1, max_length=100, title="Clauses")
    amount: Cents | None = Field(default=None, title="Amount")
    customer: Name | None = Field(default=None, title="Customer's name")
    company: Name | None = Field(default=None, title="Our name")
    words: Text | None = Field(default=None, title="Further clauses, one a line")
    language: Language = Field(default="zh-hans", title="Language")


class Drafted(CaseFacts):
    draft: int
    kind: str
    clauses: list[str]
    amount: int | None = None


declare_kind("complaint.agreement_drafted", Drafted)


def check(case: Case, said: DraftAgreement) -> None:
    """The clauses are of this kind, and nothing that was typed says what none may say."""
    known = [one.code for one in case.pack.agreement.fitting(said.kind)]
    strangers = [code for code in said.clauses if code not in known]
    if strangers:
        message = _("No such clause: %(codes)s") % {"codes": ", ".join(strangers)}
        raise Refused([Fault("clauses", message, ", ".join(known))])
    typed = {"words": said.words, "customer": said.customer, "company": said.company}
    faults = [fault for name, text in typed.items() if (fault := _blocked(case, name, text, said))]
    if faults:
        raise Refused(faults, code="blocked_clause")


def draft_agreement(step: Step, said: DraftAgreement) -> None:
    """Keeps the text as it reads now. 赔偿 warns that it admits liability (A52)."""
    row = Draft.objects.create(
        complaint=step.complaint,
        kind=said.kind,
        clauses=list(said.clauses),
        text=worded(step, said),
        by_id=step.staff,
        at=step.at,
    )
    step.made = str(row.pk)
    facts = {"draft": row.pk, "kind": said.kind, "clauses": list(said.clauses)}
    if said.amount is not None:
        facts["amount"] = said.amount
    notes = {"customer": said.customer, "company": said.company, "words": said.words}
    step.tell("complaint.agreement_drafted", facts, notes=notes, rule="F12")
    if said.kind == "indemnity":
        step.warn("admits", _("An indemnity admits liability; compensation does not."))


def preview(no: str, raw: object, *, by: Person, now: datetime) -> str:
    """The text as it would read; nothing is kept. Errors: as for the step itself."""
    complaint, people, tie = look_up(no, by, now)
    if not verb_named(VERB).who(by, tie):
        raise NotYours
    said = payloads.read(DraftAgreement, raw)
    case = Case(complaint, by, tie, people, now, now)
    check(case, said)
    return worded(case, said)


def worded(case: Case, said: DraftAgreement) -> str:
    """The agreement as it is to be signed."""
    approved = case.pack.agreement
    company = approved.company.say(said.language) if approved.company else ""
    terms = Terms(
        kind=said.kind,
        clauses=said.clauses,
        company=said.company or company,
        customer=said.customer or case.complaint.customer.name,
        no=case.complaint.form_no or case.complaint.no,
        amount=said.amount,
        words=said.words or "",
    )
    return text_of(approved, terms, said.language)


def _blocked(case: Case, name: str, text: str | None, said: DraftAgreement) -> Fault | None:
    found = case.pack.agreement.forbidden(text) if text else None
    if found is None:
        return None
    sentence, entry = found
    message = _("This may not stand in an agreement: %(sentence)s") % {"sentence": sentence}
    return Fault(name, message, entry.reason.say(said.language))


declare(
    Verb(
        name=VERB,
        words=Words("拟和解协议", "擬和解協議", "Draft an agreement"),
        payload=DraftAgreement,
        from_states=states(OPEN),
        act=draft_agreement,
        check=check,
    )
)
