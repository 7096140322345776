"""The watch list as a table: every word with what ships, what the house says, and its precision."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kesu.complaints import permissions
from kesu.desk.faults import NotYours
from kesu.language.normalise import normalise
from kesu.language.watch import Word
from kesu.language.watchlists import shipped
from kesu.people.rules import Person
from kesu.policy import queries as policies
from kesu.policy.schema.watching import Season
from kesu.watch import queries
from kesu.watch.queries import Precision
from kesu.watch.words import Own


@dataclass(frozen=True)
class WordRow:
    """One word. ``ours``: the house has said something of it; ``ships``: it comes with Kesu;
    ``counts``: it is watched today; ``level``: as it counts today, ``season`` where that is raised.
    """

    own: Own
    ours: bool
    ships: bool
    counts: bool
    level: int
    precision: Precision

    @property
    def raised(self) -> bool:
        return self.counts and self.level > self.own.level


@dataclass(frozen=True)
class Words:
    """The rows that fit what was asked, how many by group, and the season that is on."""

    rows: tuple[WordRow, ...]
    total: int
    groups: tuple[tuple[str, int], ...]
    seasons: tuple[Season, ...]


@dataclass(frozen=True)
class Asked:
    """What is looked for: words in any of its spellings, a group, ``only`` ours or switched off."""

    q: str = ""
    group: str = ""
    only: str = ""


def words(asked: Asked, *, reader: Person, at: datetime) -> Words:
    """The list as it stands at ``at`` (UTC). Errors: ``NotYours``."""
    if not permissions.may_read_policy(reader):
        raise NotYours
    pack = policies.in_force(at)
    local = at.astimezone(pack.tz)
    marks = queries.precision()
    rows = [
        _row(own, ships, ours, local.date(), pack.watching.raises_at(local, own.group), marks)
        for own, ships, ours in _all()
    ]
    fits = tuple(row for row in rows if _fits(row, asked))
    counted = tuple(_counted(row.own.group for row in rows))
    return Words(fits, len(rows), counted, pack.watching.seasons_at(local))


def one(term: str, shop: str, *, reader: Person) -> Own | None:
    """A word as the house has it, else as it ships; None for one on neither. Errors:
    ``NotYours``.
    """
    if not permissions.may_read_policy(reader):
        raise NotYours
    return next(
        (own for own, _ships, _ours in _all() if (own.term, own.shop) == (term, shop)), None
    )


def everything(*, reader: Person) -> list[Own]:
    """Every word, shipped or the house's own, for a file. Errors: ``NotYours``."""
    if not permissions.may_read_policy(reader):
        raise NotYours
    return [own for own, _ships, _ours in _all()]


def of_shipped(word: Word) -> Own:
    """A shipped word as plain values."""
    return Own(
        term=word.term,
        group=word.group,
        level=word.level,
        variants=word.variants,
        near=word.near,
        not_near=word.not_near,
        inside=word.inside,
    )


def _all() -> Iterator[tuple[Own, bool, bool]]:
    """Every word, whether it ships and whether it is the house's; the house's over what ships."""
    mine = queries.own_words()
    ships = {normalise(word.term) for word in shipped().words}
    whole = {normalise(own.term) for own in mine if not own.shop}
    for own in mine:
        yield own, normalise(own.term) in ships, True
    for word in shipped().words:
        if normalise(word.term) not in whole:
            yield of_shipped(word), True, False


def _row(
    own: Own, ships: bool, ours: bool, day: date, more: int, marks: Mapping[str, Precision]
) -> WordRow:
    return WordRow(
        own=own,
        ours=ours,
        ships=ships,
        counts=own.counts_on(day),
        level=min(3, own.level + more),
        precision=marks.get(own.term, Precision(0, 0)),
    )


def _fits(row: WordRow, asked: Asked) -> bool:
    if asked.group and row.own.group != asked.group:
        return False
    if asked.only == "ours" and not row.ours:
        return False
    if asked.only == "off" and row.counts:
        return False
    wanted = normalise(asked.q)
    spellings = (row.own.term, *row.own.variants, row.own.shop)
    return not wanted or any(wanted in normalise(one) for one in spellings)


def _counted(groups: Iterable[str]) -> Iterator[tuple[str, int]]:
    found: dict[str, int] = {}
    for group in groups:
        found[group] = found.get(group, 0) + 1
    yield from found.items()
