"""A row of a list in one step, for a list has fifty; what is alike in many is drawn once."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kesu.desk.marks import Parts
from kesu.desk.words import clock_word, five_word, state_word
from kesu.workbench.rows import Row
from kesu.workbench.templatetags import _moments
from kesu.workbench.templatetags.kesu_words import reached

register = template.Library()
_MOST = 1_000
_drawn: dict[Hashable, str] = {}
_A_NUMBER = "KS-0"


@register.simple_tag(takes_context=True)
def row_line(context: Any, row: Row, select: object = None, mine: object = False) -> SafeString:
    """All of a row. ``select``: it can be chosen, by its version where that says so, else by its
    number; ``mine``: the owner is the reader. Of the context: now, chosen?, shown_columns?, here?
    (the list, whose address goes along with whoever opens the row).
    """
    now, zone, words = context["now"], timezone.get_current_timezone(), _words(_tongue())
    here, columns = context.get("here"), context.get("shown_columns") or ()
    return SafeString(
        f'<li class="row{" unread" if row.unread else ""}" id="row-{escape(row.no)}" data-item'
        f"{_data(row, select)}>\n{_check(row, select, context.get('chosen'), words)}\n"
        f"{_marks(row)}\n"
        f'<div class="row-due">{_due(row, now, zone)}</div>\n<div class="row-text">\n'
        f"{_title(row, _query(here), words)}\n{_sub(row, columns, now, zone, words)}\n"
        f"{_found(row, zone)}</div>\n"
        f"{_reach(row, select, words)}\n{_stage(row)}\n{_owner(row, mine=bool(mine))}\n"
        f"{_ago(row, now, zone, words)}\n</li>\n"
    )


def _query(here: Any) -> str:
    return f"?{here.query}" if here is not None and here.query else ""


def _piece(name: str, key: tuple[Hashable, ...], values: Mapping[str, Any]) -> str:
    """A small template that says the same wherever ``key`` is the same, in one language. Kept in
    the process, so no key tells of one customer.
    """
    at = (_tongue(), name, key)
    found = _drawn.get(at)
    if found is None:
        found = render_to_string(f"ui/parts/row_{name}.html", dict(values)).strip()
        if len(_drawn) >= _MOST:
            _drawn.clear()
        _drawn[at] = found
    return found


def _tongue() -> str:
    return get_language() or ""


@dataclass(frozen=True)
class _Words:
    """What every row says, in one language."""

    select: str
    unread: str
    received: str
    call: str
    call_of: str
    changed: str


@cache
def _words(_language: str) -> _Words:
    return _Words(
        select=_("Select %(subject)s"),
        unread=_("Unread"),
        received=_("Received"),
        call=_("Log a call"),
        call_of=_("Log a call: %(subject)s"),
        changed=_("Changed"),
    )


def _icon(name: str, size: str = "", label: str = "") -> str:
    return _piece("icon", (name, size, label), {"icon": name, "size": size, "label": label})


@cache
def _around(name: str, _urlconf: object, _prefix: str) -> tuple[str, str]:
    before, _number, after = reverse(name, args=[_A_NUMBER]).partition(_A_NUMBER)
    return before, after


def _address(name: str, no: str) -> str:
    before, after = _around(name, get_urlconf(), get_script_prefix())
    return f"{before}{escape(no)}{after}"


def _data(row: Row, select: object) -> str:
    """What the scripts of a list ask of a row; nothing where it cannot be chosen there."""
    if select != "version":
        return ""
    return (
        f' data-no="{escape(row.no)}" data-version="{row.version}" data-key="{escape(row.key)}"'
        f' data-place="{escape(row.place)}" data-can="{escape(row.can)}"'
    )


def _check(row: Row, select: object, chosen: Collection[str] | None, words: _Words) -> str:
    if not select:
        return ""
    by_version = select == "version"
    name = "row" if by_version else "no"
    value = f"{row.no}@{row.version}" if by_version else row.no
    checked = " checked" if by_version and row.no in (chosen or ()) else ""
    says = escape(words.select % {"subject": row.subject})
    return (
        f'<label class="row-check"><input type="checkbox" name="{name}" value="{escape(value)}" '
        f'form="bulk" data-select{checked}><span class="unseen">{says}</span></label>'
    )


def _marks(row: Row) -> str:
    """Urgent, grade and tier."""
    key = (row.urgent, tuple(row.urgent_reasons), row.grade, row.tier)
    return _piece("marks", key, {"row": row})


def _due(row: Row, now: datetime, zone: tzinfo) -> str:
    """The next deadline, as ``ui/due.html`` draws one."""
    due = row.next_due.astimezone(zone) if row.next_due else None
    words = _moments.due_words(due, now.astimezone(zone), breached=row.breached)
    moment, clock = "", ""
    if due:
        at = _iso(due)
        moment = f' datetime="{at}" title="{_moments.exact(due)}" data-due="{at}"'
    if row.next_clock:
        rest = f'<i class="dot"></i>{escape(words.rest)}' if words.rest else ""
        clock = f'<span class="due-clock">{escape(clock_word(row.next_clock))}{rest}</span>'
    return (
        f'<span class="due due-{words.tone}">\n<time class="due-lead"{moment}>{_icon(words.icon)}'
        f"<span data-lead>{escape(words.lead)}</span></time>\n{clock}\n</span>"
    )


def _iso(local: datetime) -> str:
    return local.isoformat(timespec="seconds")


def _title(row: Row, query: str, words: _Words) -> str:
    subject = _marked(row.found.subject) if row.found else escape(row.subject)
    unread = f'<span class="unseen">{escape(words.unread)}</span>' if row.unread else ""
    return (
        f'<p class="row-title"><a dir="auto" href="{_address("case", row.no)}{escape(query)}" '
        f"data-open>{subject}</a>{unread}{_tags(row)}</p>"
    )


def _marked(parts: Parts) -> str:
    """A text with the hits of a search."""
    return "".join(
        f"<mark>{escape(part.text)}</mark>" if part.hit else escape(part.text) for part in parts
    )


def _tags(row: Row) -> str:
    key = (
        *(tuple(row.urgent_reasons), row.urged, row.merged, row.merged_into),
        *(row.history, row.undedicated, row.restricted),
    )
    return _piece("tags", key, {"row": row}) if any(key) else ""


def _sub(row: Row, columns: Iterable[str], now: datetime, zone: tzinfo, words: _Words) -> str:
    """Type and customer, and what else is wanted to be seen."""
    name = _marked(row.found.name) if row.found else escape(row.customer_name)
    more = ""
    if "number" in columns:
        more += f'<i class="bar"></i><span class="row-no">{escape(row.no)}</span>'
    if "received" in columns and row.received:
        more += (
            f'<i class="bar"></i><span>{escape(words.received)} {_moment(row, now, zone)}</span>'
        )
    channel = _piece("channel", (row.channel,), {"row": row})
    return (
        f'<p class="row-sub"><span>{escape(row.type)} {escape(row.type_name)}</span>'
        f'<i class="bar"></i>{channel}<span>{name} {escape(row.customer_phone_masked)}</span>'
        f"{more}</p>"
    )


def _moment(row: Row, now: datetime, zone: tzinfo) -> str:
    assert row.received
    at = row.received.astimezone(zone)
    said = escape(_moments.moment(at, now.astimezone(zone)))
    return f'<time datetime="{_iso(at)}" title="{_moments.exact(at)}">{said}</time>'


def _found(row: Row, zone: tzinfo) -> str:
    """What of it answers a search."""
    if row.found is None:
        return ""
    at = row.found.received.astimezone(zone)
    excerpt = _marked(row.found.excerpt)
    more = f'<p class="row-excerpt" dir="auto">{excerpt}</p>' if excerpt else ""
    return (
        f'<p class="row-found"><span class="row-no">{_marked(row.found.number)}</span>'
        f'<time datetime="{_iso(at)}">{_moments.exact(at)}</time></p>{more}\n'
    )


def _reach(row: Row, select: object, words: _Words) -> str:
    """What logs a call from the row, where that can be done."""
    if select != "version" or "contact" not in row.can:
        return ""
    label = escape(words.call_of % {"subject": row.subject})
    return (
        f'<a class="button small square row-reach" href="{_address("contact", row.no)}" '
        f'data-reach="{escape(row.no)}" data-row-key="L" aria-keyshortcuts="L" '
        f'aria-haspopup="dialog" title="{escape(words.call)}" aria-label="{label}">'
        f"{_icon('phone', 's')}</a>"
    )


def _stage(row: Row) -> str:
    five, word = five_word(row.state), state_word(row.state)
    values = {"row": row, "five": five, "word": "" if five == word else word}
    return _piece("stage", (row.state, reached(row.stage_rail)), values)


def _owner(row: Row, *, mine: bool) -> str:
    return _piece("owner", (row.owner_name, mine), {"row": row, "mine": mine})


def _ago(row: Row, now: datetime, zone: tzinfo, words: _Words) -> str:
    """How long ago it changed."""
    at, changed = row.updated.astimezone(zone), escape(words.changed)
    return (
        f'<time class="row-ago" datetime="{_iso(at)}" title="{_moments.exact(at)}" data-since>'
        f'<span class="unseen">{changed} </span>'
        f"<span data-ago>{escape(_moments.since(now - row.updated))}</span></time>"
    )
