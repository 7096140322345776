"""The watch list of the house: what ships, and over it what the house says itself. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kesu.language.normalise import normalise
from kesu.language.watch import WatchList, Word

HIGHEST = 3


@dataclass(frozen=True)
class Own:
    """A word as the house wants it; the columns of ``WatchEntry``."""

    term: str
    group: str
    level: int
    shop: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    on: bool = True
    variants: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    months: tuple[int, ...] = ()

    def counts_on(self, day: date) -> bool:
        """Whether it is watched on ``day``, in the policy's zone; both its days are included."""
        begun = self.valid_from is None or self.valid_from <= day
        lasts = self.valid_until is None or day <= self.valid_until
        return self.on and begun and lasts and (not self.months or day.month in self.months)

    def word(self, base: Word | None = None) -> Word:
        """As a list has it; what a shipped word says besides, it keeps."""
        mine = Word(
            self.term,
            self.group,
            self.level,
            variants=self.variants,
            near=self.near,
            not_near=self.not_near,
            inside=self.inside,
        )
        if base is None:
            return mine
        names = ("term", "group", "level", "variants", "near", "not_near", "inside")
        return replace(base, **{name: getattr(mine, name) for name in names})


Raises = Callable[[str], int]
"""How many levels more words of a group count now (A02)."""


def composed(
    shipped: WatchList, own: Iterable[Own], *, shop: str, day: date, raises: Raises
) -> WatchList:
    """The list that counts for a shop on a day. A word of the house takes the place of a shipped
    one of its term, one of the shop that of the house; out of its time it counts nowhere.
    """
    mine = _nearest(own, shop)
    bases = {normalise(word.term): word for word in shipped.words}
    # The house's own first: where two words share a spelling, the house has said whose it is.
    words = [one.word(bases.get(key)) for key, one in mine.items() if one.counts_on(day)]
    words += [word for key, word in bases.items() if key not in mine]
    return replace(shipped, words=tuple(_raised(words, raises)))


def _nearest(own: Iterable[Own], shop: str) -> dict[str, Own]:
    found: dict[str, Own] = {}
    for one in sorted(own, key=lambda one: (bool(one.shop), one.term)):
        if one.shop in ("", shop):
            found[normalise(one.term)] = one
    return found


def _raised(words: Iterable[Word], raises: Raises) -> Iterator[Word]:
    for word in words:
        more = raises(word.group)
        yield replace(word, level=min(HIGHEST, word.level + more)) if more else word
