"""补偿 and 赔偿 as an export lists them: each for itself, never in one list (A60)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kesu.desk import gift_words, scope, words
from kesu.desk.exports import keys
from kesu.desk.exports.ask import Ask
from kesu.desk.exports.columns import Column, column
from kesu.desk.exports.veil import veiled
from kesu.policy.codes import Remedy as Kind
from kesu.remedies.models import Remedy
from kesu.remedies.rules import Ledger, ledger_of


@dataclass(frozen=True)
class ListedRemedy:
    """One remedy of an export, masked; ``amount`` in 分. No payee and no account."""

    no: str
    kind: str
    state: str
    amount: int | None
    what: str
    item: str
    pieces: int | None
    order: str
    payer: str
    by: str
    at: datetime
    approved_by: str
    approved_at: datetime | None
    mandate: str
    given_at: datetime | None
    reference: str
    ended_because: str


@dataclass(frozen=True)
class Reading:
    """Reads the remedies of one ledger in batches."""

    ask: Ask
    ledger: Ledger

    def listed(self) -> keys.Keys[UUID]:
        """The remedies of the complaints asked for, in the order they came about."""
        rows = self._rows().filter(complaint__in=self.ask.covered()).order_by("at", "pk")
        return keys.of_uuids(rows.values_list("pk", flat=True).iterator(4 * keys.BATCH))

    def rows(self, batch: Sequence[UUID]) -> list[ListedRemedy]:
        """The rows of a batch in its order, but for those that may not leave any more."""
        found = self._rows().filter(scope.among(self.ask.exportable()), pk__in=batch)
        there = {row.pk: row for row in found.select_related("complaint", "item")}
        return [self._row(there[key]) for key in batch if key in there]

    def _rows(self) -> QuerySet[Remedy]:
        kinds = [one.value for one in Kind if ledger_of(one) is self.ledger]
        return Remedy.objects.filter(kind__in=kinds)

    def _row(self, row: Remedy) -> ListedRemedy:
        people = self.ask.people
        return ListedRemedy(
            no=row.complaint.no,
            kind=row.kind,
            state=row.state,
            amount=row.amount,
            what=veiled(row.what),
            item=row.item.name if row.item else "",
            pieces=row.pieces,
            order=veiled(row.order),
            payer=row.payer,
            by=people[row.by_id].full_name,
            at=row.at,
            approved_by=people[row.approved_by_id].full_name if row.approved_by_id else "",
            approved_at=row.approved_at,
            mandate=row.mandate,
            given_at=row.given_at,
            reference=veiled(row.reference),
            ended_because=veiled(row.ended_because),
        )


def of(ledger: Ledger) -> Callable[[Ask], Reading]:
    """The reading of one ledger."""
    return lambda ask: Reading(ask, ledger)


def _said(known: dict[Any, Any]) -> Callable[[Any], str]:
    return lambda code: words.word(known, code)


COLUMNS: tuple[Column[ListedRemedy], ...] = (
    column("no", gettext_lazy("Complaint number")),
    column("kind", gettext_lazy("Kind of remedy"), _said(words.REMEDIES)),
    column("state", gettext_lazy("State"), _said(gift_words.STATES)),
    column("amount", gettext_lazy("Amount (fen)")),
    column("what", gettext_lazy("What is given")),
    column("item", gettext_lazy("Thing of the catalogue")),
    column("pieces", gettext_lazy("Pieces")),
    column("order", gettext_lazy("Order")),
    column("payer", gettext_lazy("Who pays"), _said(gift_words.PAYERS)),
    column("by", gettext_lazy("Asked by")),
    column("at", gettext_lazy("Asked at")),
    column("approved_by", gettext_lazy("Agreed by")),
    column("approved_at", gettext_lazy("Agreed at")),
    column("mandate", gettext_lazy("Mandate")),
    column("given_at", gettext_lazy("Given at")),
    column("reference", gettext_lazy("Reference")),
    column("ended_because", gettext_lazy("Why taken back")),
)
