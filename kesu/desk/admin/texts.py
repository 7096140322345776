"""The letters and drafts of the rules, each filled with an example."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kesu.complaints import permissions
from kesu.correspondence.rules import fill
from kesu.desk.faults import NotYours
from kesu.people.rules import Person
from kesu.policy.schema import Pack, Text
from kesu.policy.schema.letters import DRAFT_PLACES, PLACES


@dataclass(frozen=True)
class TextView:
    """``subject`` and ``body`` filled; ``raw`` as written; ``missing``: not in this language."""

    code: str
    kind: str
    subject: str
    body: str
    raw: str
    places: tuple[str, ...]
    missing: bool


def texts(pack: Pack, language: str, *, reader: Person) -> list[TextView]:
    """Every letter, then every draft, in one language. Errors: ``NotYours``."""
    if not permissions.may_read_policy(reader):
        raise NotYours
    return [*_letters(pack, language), *_drafts(pack, language)]


def _letters(pack: Pack, language: str) -> Iterator[TextView]:
    for kind, letter in pack.texts.mail.items():
        example = _example(language, pack, PLACES[kind])
        yield TextView(
            code=f"mail.{kind}",
            kind="mail",
            subject=fill(letter.subject.say(language), example),
            body=fill(letter.body.say(language), example).strip(),
            raw=letter.body.say(language).strip(),
            places=PLACES[kind],
            missing=_missing(letter.body, language),
        )


def _drafts(pack: Pack, language: str) -> Iterator[TextView]:
    for kind, said in pack.texts.drafts.items():
        yield TextView(
            code=f"drafts.{kind}",
            kind="drafts",
            subject="",
            body=fill(said.say(language), _example(language, pack, DRAFT_PLACES[kind])).strip(),
            raw=said.say(language).strip(),
            places=DRAFT_PLACES[kind],
            missing=_missing(said, language),
        )


def _missing(said: Text, language: str) -> bool:
    return language == "zh-hant" and said.zh_hant is None


def _example(language: str, pack: Pack, places: Iterable[str]) -> Mapping[str, str]:
    """Made-up values for each place: no word of a real case."""
    return {
        **{name: f"({name})" for name in places},
        "no": "KS-20260213-7F3KXQ",
        "form": "TS-20260213-0001",
        "due": "2026-02-14 23:59",
        "text": _("(the words of the reply)"),
        "what": _("(what it is about)"),
        "type": next(iter(pack.types)).name.say(language),
        "link": "https://kesu.example.org/complaints/KS-20260213-7F3KXQ",
        "count": "3",
        "groups": "",
        "lines": "KS-20260213-7F3KXQ",
        "more": "",
        "by": _("(a colleague)"),
        "comment": _("(their comment)"),
        "cause": _("(the cause)"),
        "steps": _("(the steps with their days)"),
        "remedies": _("(what is given)"),
        "promises": _("(what was promised)"),
        "amount": "50.00",
        "account": "****6789",
        "authority": _("(the authority)"),
        "document": _("(the number of its letter)"),
        "customer": _("(the customer)"),
        "received": "2026-02-13 10:00",
        "subject": _("(what it is about)"),
        "merchant": _("(the merchant)"),
    }
