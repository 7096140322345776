"""What the radar says. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    early_warning = "early_warning"
    declared = "declared"
    joined = "joined"


@dataclass(frozen=True)
class Common:
    """What members have in common. ``kind``: words, a field that is known, or a kind of loose
    fact; ``members`` share it; of ``copies`` the ``people`` who wrote them; ``chance``: how
    likely as many are by chance.
    """

    kind: str
    values: tuple[str, ...] = ()
    members: int = 0
    people: int = 0
    chance: float = 0.0


@dataclass(frozen=True)
class Event:
    """``members``: whom it is about; ``people``: how many wrote all that belong to the batch now,
    of ``declared`` and ``early_warning`` how many wrote the members named.
    """

    at: datetime
    batch: str
    kind: Kind
    members: Sequence[str]
    people: int
    label: str
    because: Sequence[Common]
