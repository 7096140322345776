"""敏感词: added, changed, switched off, brought in as a list; each on the record (A18, A19)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Annotated, Any, Self

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from kesu.complaints.permissions import may_keep_words
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journeys import payload as payloads
from kesu.journeys import people_work
from kesu.journeys.faults import NotYours
from kesu.journeys.payload import Part, misfit
from kesu.journeys.people_work import NearDay
from kesu.language.normalise import normalise
from kesu.language.watchlists import shipped
from kesu.people.rules import Person
from kesu.watch import operations_words as operations
from kesu.watch.models import WatchEntry
from kesu.watch.queries import own_of
from kesu.watch.words import Own

MOST_AT_ONCE = 20_000
_LONGEST, _MOST = 80, 400
_MOST_FAULTS = 50
_Change = tuple[Own, WatchEntry | None]


def _a_word(value: str) -> str:
    value = value.strip()
    if not normalise(value):
        raise misfit("", "This is no word: write letters, digits or characters.", "工商")
    return value


def _apart(value: list[str]) -> list[str]:
    return list(dict.fromkeys(value))


Spelling = Annotated[str, Field(min_length=1, max_length=_LONGEST), AfterValidator(_a_word)]
Spellings = Annotated[list[Spelling], Field(max_length=_MOST), AfterValidator(_apart)]
Month = Annotated[int, Field(ge=1, le=12)]


class WordGroup(StrEnum):
    """What a word tells of."""

    regulator = "regulator"
    media = "media"
    law = "law"
    quality = "quality"
    safety = "safety"
    claimant = "claimant"
    group_action = "group_action"
    self_harm = "self_harm"
    abuse = "abuse"
    inducement = "inducement"


class WordEntry(Part):
    """One word as the house wants it watched; of a shipped word's term it takes the place."""

    term: Spelling = Field(title="Watch word")
    group: WordGroup = Field(title="Group")
    level: int = Field(ge=1, le=3, title="Level of the word")
    variants: Spellings = Field(default=[], title="Other spellings")
    near: Spellings = Field(default=[], title="Only beside one of these")
    not_near: Spellings = Field(default=[], title="Not beside any of these")
    inside: Spellings = Field(default=[], title="Not inside these longer words")
    shop: str = Field(default="", max_length=200, title="Only for this shop")
    months: list[Month] = Field(default=[], max_length=12, title="Only in these months")
    valid_from: NearDay | None = Field(default=None, title="From the day")
    valid_until: NearDay | None = Field(default=None, title="To the day")
    on: bool = Field(default=True, title="Watched")

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        term = normalise(self.term)
        for longer in self.inside:
            if term not in normalise(longer) and not any(
                normalise(one) in normalise(longer) for one in self.variants
            ):
                raise misfit("inside", "A longer word must hold the watched one.", self.term)
        if set(map(normalise, self.near)) & set(map(normalise, self.not_near)):
            raise misfit("not_near", "A word cannot be both asked for and ruled out.")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise misfit("valid_until", "It ends before it begins.")
        return self

    def own(self) -> Own:
        """As plain values of the area."""
        return Own(
            term=self.term,
            group=str(self.group),
            level=self.level,
            shop=self.shop.strip(),
            variants=tuple(self.variants),
            near=tuple(self.near),
            not_near=tuple(self.not_near),
            inside=tuple(self.inside),
            months=tuple(sorted(set(self.months))),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            on=self.on,
        )


class WordChanged(Facts):
    """``what``: added, changed, off, on, dropped. ``level``, ``group``: before and after. The word
    itself stands in the notes.
    """

    what: str
    group: tuple[str, ...]
    level: tuple[int, ...]
    fields: tuple[str, ...] = ()
    imported: bool = False


declare("watch.word_changed", WordChanged)


@again
def keep(said: WordEntry, *, by: Person, at: datetime, new: bool = False) -> WatchEntry:
    """Adds or changes a word. ``new``: there must be none of that term and shop yet.

    Errors: ``NotYours``; ``Refused`` for a term that is there already.
    """
    _ask_may(by)
    own = said.own()
    with transaction.atomic():
        before = _known(own.term, own.shop)
        if new and before is not None:
            raise Refused([Fault("term", _("This word is on the list already."), own.term)])
        return WatchEntry.objects.get(pk=_write([(own, before)], by=by, at=at)[0])


def switch(term: str, shop: str, *, on: bool, by: Person, at: datetime) -> WatchEntry:
    """Takes a word out of the list, or in again; a shipped one gets an entry of the house's own.

    Errors: ``NotYours``; ``Refused`` for a word that is not known.
    """
    _ask_may(by)
    with transaction.atomic():
        before = _known(term, shop)
        own = own_of(before) if before is not None else _shipped(term, shop)
        keys = _write([(replace(own, on=on), before)], by=by, at=at)
        return WatchEntry.objects.get(pk=keys[0])


def drop(term: str, shop: str, *, by: Person, at: datetime) -> None:
    """The house says nothing of a word any more; a shipped one counts as it ships.

    Errors: ``NotYours``; ``Refused`` for a word the house has not.
    """
    _ask_may(by)
    with transaction.atomic():
        row = _known(term, shop)
        if row is None:
            raise _no_such(term)
        own, about = own_of(row), str(row.pk)
        operations.drop(row)
        facts = {"what": "dropped", "group": [own.group], "level": [own.level]}
        append([_line(about, facts, own, by=by, at=at)])


def readable(rows: Sequence[Any]) -> list[WordEntry]:
    """Rows of a file as entries. Errors: ``Refused`` with every fault, its place ``4.level``."""
    faults: list[Fault] = []
    entries: list[WordEntry] = []
    seen: dict[tuple[str, str], int] = {}
    if len(rows) > MOST_AT_ONCE:
        raise Refused([Fault("file", _("There are too many words."), f"≤ {MOST_AT_ONCE:,}")])
    for number, raw in enumerate(rows, 1):
        try:
            entry = payloads.read(WordEntry, raw)
        except Refused as refused:
            faults += (replace(one, loc=f"{number}.{one.loc}") for one in refused.faults)
            continue
        key = (normalise(entry.term), entry.shop.strip())
        if key in seen:
            message = _("This word stands in row %(n)s already.") % {"n": seen[key]}
            faults.append(Fault(f"{number}.term", message, entry.term))
        seen.setdefault(key, number)
        entries.append(entry)
    if faults:
        raise Refused(faults[:_MOST_FAULTS], code="words")
    return entries


@again
def take_in(entries: Sequence[WordEntry], *, by: Person, at: datetime) -> int:
    """Keeps every word of a list that says something new, all or none; how many those were.

    Errors: ``NotYours``.
    """
    _ask_may(by)
    with transaction.atomic():
        known = {(row.term, row.shop): row for row in WatchEntry.objects.select_for_update()}
        fresh = list(_fresh(entries, known))
        _write(fresh, by=by, at=at, imported=True)
    return len(fresh)


def _fresh(
    entries: Sequence[WordEntry], known: dict[tuple[str, str], WatchEntry]
) -> Iterator[_Change]:
    """Those that differ from what is kept, or from what ships where nothing is kept."""
    ships = {word.term: word for word in shipped().words}
    for entry in entries:
        own = entry.own()
        before = known.get((own.term, own.shop))
        stands = own_of(before) if before else None
        if stands is None and not own.shop and own.term in ships:
            stands = _shipped(own.term, "")
        if own != stands:
            yield own, before


def _write(
    changes: Sequence[_Change], *, by: Person, at: datetime, imported: bool = False
) -> list[int]:
    """The keys of the entries, as they are from now on, with a line for each that says something
    new.
    """
    told = [(own, own_of(before) if before is not None else None) for own, before in changes]
    keys = operations.keep_all([own for own, _was in told], by=by.id, at=at)
    line = partial(_line, by=by, at=at, policy=people_work.rules_of(at))
    append(
        [
            line(str(key), _changed(own, was) | {"imported": imported}, own)
            for key, (own, was) in zip(keys, told, strict=True)
            if own != was
        ]
    )
    return keys


def _changed(own: Own, was: Own | None) -> dict[str, Any]:
    if was is None:
        what, fields = ("added" if own.on else "off"), []
    else:
        fields = [name for name in vars(own) if getattr(own, name) != getattr(was, name)]
        what = ("on" if own.on else "off") if fields == ["on"] else "changed"
    return {
        "what": what,
        "group": [*([was.group] if was else []), own.group],
        "level": [*([was.level] if was else []), own.level],
        "fields": fields,
    }


def _line(
    about: str,
    facts: dict[str, Any],
    own: Own,
    *,
    by: Person,
    at: datetime,
    policy: str | None = None,
) -> Draft:
    notes = {
        name: _plain(value) for name, value in vars(own).items() if value not in ("", (), None)
    }
    return people_work.line(
        "watch.word_changed",
        ("watch_word", about),
        facts,
        by=f"staff:{by.id}",
        at=at,
        notes=notes,
        policy=policy,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _known(term: str, shop: str) -> WatchEntry | None:
    return WatchEntry.objects.select_for_update().filter(term=term, shop=shop).first()


def _shipped(term: str, shop: str) -> Own:
    for word in shipped().words:
        if word.term == term:
            return Own(
                term=term,
                group=word.group,
                level=word.level,
                shop=shop,
                variants=word.variants,
                near=word.near,
                not_near=word.not_near,
                inside=word.inside,
            )
    raise _no_such(term)


def _no_such(term: str) -> Refused:
    return Refused([Fault("term", _("This word is not on the list."), term)], code="unknown_word")


def _ask_may(by: Person) -> None:
    if not may_keep_words(by):
        raise NotYours
