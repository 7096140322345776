"""What lines may say: each kind with the model of its facts. Append-only: a changed meaning is a
new kind. Facts hold codes, ids, 分 and times, never a name or a sentence.
"""

from pydantic import BaseModel, ConfigDict


class Facts(BaseModel):
    """The base of every kind's facts."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class UnknownKind(KeyError):  # noqa: N818 - says what is wrong
    """A kind that nobody declared."""


_declared: dict[str, type[Facts]] = {}


def declare(kind: str, facts: type[Facts]) -> type[Facts]:
    """Makes ``kind`` known. Errors: ``ValueError`` when it already means something else."""
    if _declared.get(kind, facts) is not facts:
        raise ValueError(f"{kind} is declared twice")
    _declared[kind] = facts
    return facts


def facts_of(kind: str) -> type[Facts]:
    """The model of a kind's facts. Errors: ``UnknownKind``."""
    try:
        return _declared[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def declared() -> dict[str, type[Facts]]:
    """Every kind with its model."""
    return dict(_declared)
