"""导出: opens a list that leaves the house, and leaves a line each time (law 9, B06)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import fields as parts_of
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.utils.translation import gettext as _

import kesu.journeys.kinds  # noqa: F401 - declares what the journal may say
from kesu.desk.exports.ask import Ask
from kesu.desk.exports.lists import Opened, open_list
from kesu.desk.queue import Filters, View
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.ids import uuid7
from kesu.foundation.tables.writing import FORMATS, MEDIA_TYPES, Cell, Format, write_rows
from kesu.journal.operations import Draft, append
from kesu.journal.rules import moment
from kesu.policy import queries as policies
from kesu.policy.schema import Pack

CONSOLE = "system:console"
"""By whom an export is made that no person signed in for."""


@dataclass(frozen=True)
class Made:
    """An export that may be taken: ``name`` and ``plain_name`` of its file, the second in ASCII,
    how many ``rows`` the list has, and its bytes.
    """

    name: str
    plain_name: str
    media_type: str
    rows: int
    pieces: Iterator[bytes]

    @property
    def disposition(self) -> str:
        """The header that names the file, also for programs that know no UTF-8 (RFC 6266)."""
        return f"attachment; filename=\"{self.plain_name}\"; filename*=UTF-8''{quote(self.name)}"


def export(
    what: str,
    ask: Ask,
    *,
    format_: str,
    fields: Sequence[str] = (),
    now: datetime,
    passed: Callable[[int], None] = lambda _rows: None,
) -> Made:
    """Takes the list down as it stands ``now`` and puts on the record who takes it, before the
    first byte leaves: a stream can be cut, a line cannot be missed.

    ``passed`` hears how many rows were read so far. Errors: ``Refused``, ``NotYours``,
    ``NoSuchComplaint``; nothing was written then.
    """
    if format_ not in FORMATS:
        known = ", ".join(FORMATS)
        raise Refused([Fault("format", _("This value is not known."), known)])
    chosen: Format = format_  # type: ignore[assignment]  # it is one of them
    opened = open_list(what, ask, fields)
    pack = policies.in_force(now)
    facts = {
        "what": opened.name,
        "format": format_,
        "rows": len(opened.keys),
        "filters": _codes(ask),
        **({"fields": opened.codes} if fields else {}),
    }
    _tell(facts, ask, now, pack)
    local = now.astimezone(pack.tz)
    return Made(
        name=f"{opened.title}-{local:%Y%m%d-%H%M}.{format_}",
        plain_name=f"{opened.name}-{local:%Y%m%d-%H%M}.{format_}",
        media_type=MEDIA_TYPES[format_],
        rows=len(opened.keys),
        pieces=_pieces(opened, chosen, pack, passed),
    )


def _pieces(
    opened: Opened, format_: Format, pack: Pack, passed: Callable[[int], None]
) -> Iterator[bytes]:
    in_words = format_ != "jsonl"
    return write_rows(
        format_,
        opened.header if in_words else opened.codes,
        _counted(opened.rows(in_words=in_words), passed),
        zone=pack.tz,
        title=opened.title,
        cut=_("… (cut here: a spreadsheet cell holds 32,767 characters)"),
    )


def _counted(rows: Iterator[list[Cell]], passed: Callable[[int], None]) -> Iterator[list[Cell]]:
    for number, row in enumerate(rows, 1):
        yield row
        passed(number)


def _tell(facts: dict[str, Any], ask: Ask, now: datetime, pack: Pack) -> None:
    line = Draft(
        kind="export.made",
        about=("export", str(uuid7())),
        case=ask.case.no if ask.case else None,
        by=f"staff:{ask.reader.id}" if ask.reader else CONSOLE,
        at=now,
        written=now,
        policy=pack.label,
        facts=facts,
        notes={"q": ask.filters.q} if ask.filters.q else None,
    )
    with transaction.atomic():
        append([line])


def _codes(ask: Ask) -> dict[str, list[str]]:
    """What narrowed the list, by code; the words that were searched for stand in the note."""
    narrowed = {
        one.name: value
        for one in parts_of(Filters)
        if (value := getattr(ask.filters, one.name)) != one.default
    }
    if ask.filters.q:
        narrowed["q"] = True
    if ask.view is not View.all:
        narrowed["view"] = ask.view.value
    if ask.since is not None:
        narrowed["since"] = ask.since
    return {
        name: [_code(one) for one in (value if isinstance(value, tuple) else (value,))]
        for name, value in narrowed.items()
    }


def _code(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
