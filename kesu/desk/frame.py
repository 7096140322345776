"""What the frame of every page counts, in one query."""

from dataclasses import dataclass
from functools import lru_cache

from kesu.desk import inbox, queue, signals
from kesu.desk.prepared import KEPT, Prepared, counted
from kesu.desk.sight import Sight, sight_of
from kesu.people.rules import People, Person


@dataclass(frozen=True, slots=True)
class Waiting:
    """Notices not seen yet and open warnings, both as far as anybody counts; ``mine``: the reader's
    own open complaints, None where they were not asked for.
    """

    unseen: int
    warnings: int
    mine: int | None = None


def waiting(*, reader: Person, people: People, mine: bool = True) -> Waiting:
    """What waits for the reader, of what they may see."""
    sight = sight_of(reader, people)
    return Waiting(*counted([*_both(sight), *([queue.own_open(sight)] if mine else [])]))


@lru_cache(maxsize=KEPT)
def _both(sight: Sight) -> tuple[Prepared, Prepared]:
    return Prepared.of(inbox.unseen_from(sight)), Prepared.of(signals.open_from(sight))
