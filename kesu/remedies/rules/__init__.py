"""What may be given and what it comes to: ledgers, words, suggestion, awards. Pure."""

from kesu.remedies.rules.awards import Figure, exposure
from kesu.remedies.rules.ledgers import (
    MONEY,
    NEED_AMOUNT,
    Entry,
    Ledger,
    Sum,
    is_worth,
    ledger_of,
    ledgers,
)
from kesu.remedies.rules.suggestion import Facts, Suggestion, suggest
from kesu.remedies.rules.words import (
    alike,
    order_key,
    same_name,
    tail,
    tied_to_review,
    unwell,
)

__all__ = [
    "MONEY",
    "NEED_AMOUNT",
    "Entry",
    "Facts",
    "Figure",
    "Ledger",
    "Suggestion",
    "Sum",
    "alike",
    "exposure",
    "is_worth",
    "ledger_of",
    "ledgers",
    "order_key",
    "same_name",
    "suggest",
    "tail",
    "tied_to_review",
    "unwell",
]
