"""The closed cases that types are learned from."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from kesu.complaints.models import Complaint
from kesu.foundation.masking import mask_text
from kesu.intake.taught import enough
from kesu.policy.codes import UNSORTED, State

MOST = 20_000
"""The newest of them: what people complain of changes."""
_READ = 1_000
_LEARNED_FROM = (State.closed.value, State.archived.value)


@dataclass(frozen=True)
class Stock:
    """Masked texts with the type each ended with. ``newest``: when the last of them came, in UTC;
    nothing where they are too few.
    """

    texts: tuple[str, ...]
    types: tuple[str, ...]
    newest: datetime | None


def stock(codes: Collection[str]) -> Stock:
    """The newest closed cases of the types in ``codes`` that have enough of them.

    A type that was changed, or a case that was opened again, counts as it ended; what only few may
    know of is not learned from, nor what went into another case.
    """
    rows = _closed(codes).order_by("-received", "-no")
    found = list(rows.values_list("text", "type", "received")[:MOST])
    fit = enough(Counter(code for _, code, _ in found))
    kept = [(text, code, at) for text, code, at in found if code in fit]
    return Stock(
        texts=tuple(mask_text(text[:_READ]) for text, _, _ in kept),
        types=tuple(code for _, code, _ in kept),
        newest=kept[0][2] if kept else None,
    )


def often(codes: Collection[str]) -> Mapping[str, int]:
    """How many closed cases there are of each type."""
    rows = _closed(codes).values_list("type").annotate(n=Count("pk")).order_by()
    return dict(rows)


def _closed(codes: Collection[str]) -> QuerySet[Complaint]:
    rows = Complaint.objects.filter(state__in=_LEARNED_FROM, merged_into=None, restricted=False)
    return rows.filter(type__in=[code for code in codes if code != UNSORTED])
