"""A file taken in as ``kesu import`` does it, without a process of its own."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path

from kesu.foundation.tables.reading import open_table
from kesu.intake.models import Import
from kesu.journeys.take_in import KINDS
from kesu.journeys.take_in.columns import Columns
from kesu.journeys.take_in.opening import Asked, header_words, keep, opened
from kesu.journeys.take_in.run import Report, SentBack, Taking, begun


@dataclass
class Taken:
    """What became of a file."""

    report: Report
    columns: Columns
    sent_back: list[SentBack] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Read, added, there already, rejected."""
        one = self.report
        return one.read, one.added, one.there, one.rejected

    @property
    def reasons(self) -> list[str]:
        return [reason for _number, _cells, reason in self.sent_back]

    @property
    def source(self) -> Import:
        return Import.objects.get(no=self.report.no)


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def take_in(
    rows: Sequence[Sequence[str]],
    *,
    folder: Path,
    now: datetime,
    kind: str = "complaints",
    columns: Sequence[str] = (),
    values: Sequence[str] = (),
    mapping: str = "",
    dry: bool = False,
) -> Taken:
    """Rows, the header first, in a file of their own, taken in at ``now``."""
    text = as_csv(rows)
    file = folder / "made.csv"
    file.write_text(text, encoding="utf-8")
    judge = KINDS[kind](now)
    sent_back: list[SentBack] = []
    with open_table(file, known_words=header_words(kind)) as table:
        assembly, left = opened(judge, table, Asked(columns, values, mapping))
        if mapping:
            keep(judge, mapping, assembly.columns, at=now)
        fingerprint = f"{hash(text) & (1 << 60) - 1:064x}"

        def taking(source: Import | None) -> Taking:
            return Taking(
                kind=judge,
                assembly=assembly,
                now=now,
                source=source,
                fingerprint=fingerprint,
                reject=sent_back.append,
                progress=lambda _report: None,
            )

        if dry:
            report = taking(None).run(left)
        else:
            with begun(kind, file=file.name, fingerprint=fingerprint, now=now) as source:
                report = taking(source).run(left)
    return Taken(report, assembly.columns, sent_back)
