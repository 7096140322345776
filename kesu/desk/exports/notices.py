"""What people were told in the app: a reader's own; for the operator, everybody's."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from kesu.correspondence.models import Notice
from kesu.desk import scope, words
from kesu.desk.exports import keys
from kesu.desk.exports.ask import Ask
from kesu.desk.exports.columns import Column, column, yes_no
from kesu.desk.exports.veil import veiled
from kesu.desk.values import NoticeView


@dataclass(frozen=True)
class ListedNotice:
    to: str
    it: NoticeView


@dataclass(frozen=True)
class Reading:
    """Reads batches of one export."""

    ask: Ask

    def listed(self) -> keys.Keys[int]:
        """The notices, the oldest first."""
        rows = self._rows().order_by("pk").values_list("pk", flat=True)
        return keys.of_numbers(rows.iterator(4 * keys.BATCH))

    def rows(self, batch: Sequence[int]) -> list[ListedNotice]:
        """The notices of a batch, but for those about what may not leave any more."""
        found = self._rows().filter(pk__in=batch).select_related("complaint").order_by("pk")
        return [self._row(row) for row in found]

    def _rows(self) -> QuerySet[Notice]:
        theirs = Q(scope.among(self.ask.exportable()))
        rows = Notice.objects.filter(theirs | Q(complaint=None))
        if self.ask.reader is not None:
            rows = rows.filter(to=self.ask.reader.id)
        return rows if self.ask.since is None else rows.filter(at__gte=self.ask.since)

    def _row(self, row: Notice) -> ListedNotice:
        case = row.complaint
        no, subject = (case.no, veiled(case.subject)) if case else ("", "")
        view = NoticeView(row.kind, row.detail, row.at, row.seen_at is not None, no, subject)
        return ListedNotice(self.ask.people[row.to_id].full_name, view)


COLUMNS: tuple[Column[ListedNotice], ...] = (
    Column("at", gettext_lazy("Told at"), lambda row: row.it.at),
    column("to", gettext_lazy("Told to")),
    Column(
        "kind",
        gettext_lazy("Notice"),
        lambda row: row.it.kind,
        lambda row: words.notice_word(row.it.kind),
    ),
    Column("detail", gettext_lazy("Detail"), lambda row: row.it.detail),
    Column("no", gettext_lazy("Complaint number"), lambda row: row.it.no),
    Column("subject", gettext_lazy("Subject"), lambda row: row.it.subject),
    Column(
        "seen",
        gettext_lazy("Seen"),
        lambda row: row.it.seen,
        lambda row: yes_no(row.it.seen),
    ),
)
