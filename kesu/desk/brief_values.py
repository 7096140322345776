"""What a case page says in short: proof, remedies, the due times a clock had."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Candidate:
    """One due time a clock was given by a rule, as the record tells it. ``chosen``: it stands."""

    rule: str
    since: datetime
    due: datetime
    chosen: bool


@dataclass(frozen=True)
class ProofPiece:
    """One piece of proof, in short; ``file`` is the name of what lies there, "" for words; ``size``
    in bytes. ``sounds``: a browser plays it.
    """

    id: str
    side: str
    strength: str
    source: str
    text: str
    file: str
    size: int
    sounds: bool
    retracted: bool

    def is_called(self, reference: str) -> bool:
        """Whether it is what a contact names as its recording."""
        stem = self.file.rpartition(".")[0]
        return reference in (self.source, self.text, self.file, stem)


@dataclass(frozen=True)
class Proof:
    """What speaks for whom. ``empty``: the sides that somebody looked for and found nothing on."""

    pieces: list[ProofPiece] = field(default_factory=list)
    empty: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RemedyLine:
    """One remedy in short; ``amount`` in 分, its ledger apart from the others (A60)."""

    kind: str
    what: str
    amount: int | None
    state: str
    ledger: str
