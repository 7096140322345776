"""The right column in the order of an argument: proof, money, words."""

from dataclasses import dataclass, replace
from typing import Any

from kesu.complaints.evidence import Side, Strength
from kesu.desk.brief_values import ProofPiece
from kesu.desk.gift_words import LEDGERS
from kesu.desk.values import CaseView
from kesu.policy.codes import Remedy
from kesu.remedies.rules import Ledger
from kesu.workbench import guides
from kesu.workbench.acts.offered import Action
from kesu.workbench.guides import Guide
from kesu.workbench.session import Desk
from kesu.workbench.words import value_word

_FEW = 3


@dataclass(frozen=True)
class Column:
    """One side of the proof. ``said_none``: somebody looked and found nothing (A29)."""

    pieces: list[ProofPiece]
    more: int
    count: int
    said_none: bool


def of(found: CaseView, doable: list[Action], desk: Desk) -> dict[str, Any]:
    """What stands beside the story, apart from people and clocks."""
    return {
        "favourable": _column(found, Side.favourable),
        "unfavourable": _column(found, Side.unfavourable),
        "remedies": [replace(one, kind=value_word(Remedy, one.kind)) for one in found.remedies],
        "sums": [(str(LEDGERS[name]), fen) for name, fen in _sums(found)],
        "mandate": _mandate(found),
        "words": _words(found, doable, desk),
    }


def _column(found: CaseView, side: Side) -> Column:
    pieces = [one for one in found.proof.pieces if one.side == side and not one.retracted]
    more = max(0, len(pieces) - _FEW)
    shown = [replace(one, strength=_strength(one)) for one in pieces[:_FEW]]
    return Column(shown, more, len(pieces), side in found.proof.empty)


def _strength(piece: ProofPiece) -> str:
    return value_word(Strength, Strength(piece.strength)) if piece.strength else ""


def _sums(found: CaseView) -> list[tuple[Ledger, int]]:
    """补偿 and 赔偿 and what was paid back, each for itself, never summed (A60)."""
    sums = dict.fromkeys(Ledger, 0)
    for one in found.remedies:
        sums[Ledger(one.ledger)] += one.amount or 0
    needed = (Ledger.compensation, Ledger.indemnity)
    return [(name, fen) for name, fen in sums.items() if fen or name in needed]


def _mandate(found: CaseView) -> dict[str, Any] | None:
    """What of the reader's own mandate this case took, and what is left of their month."""
    gift = found.authority.gift
    if gift is None:
        return None
    spent = sum(one.amount or 0 for one in found.remedies if one.kind == Remedy.gift)
    return {"spent": spent, "limit": gift.limit, "left": gift.left, "shown": min(spent, gift.limit)}


def _words(found: CaseView, doable: list[Action], desk: Desk) -> list[Guide]:
    """What could be said now: of the next step, else how to listen."""
    first = next((one for one in doable if one.primary and one.guide), None)
    if first is not None:
        return first.guide
    talks = any(one.verb == "contact" for one in doable)
    return guides.listening(desk) if talks and found.customer.name else []
