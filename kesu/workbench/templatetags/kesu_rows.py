"""What differs from row to row: a list has fifty, so each piece is one step to draw."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kesu.desk.words import clock_word
from kesu.workbench.rows import Row
from kesu.workbench.templatetags.kesu_time import ago, due_words, exact, iso

register = template.Library()
_NOTHING = SafeString()


@cache
def _icon(name: str, size: str = "") -> SafeString:
    return render_to_string("ui/parts/row_icon.html", {"icon": name, "size": size})


@register.simple_tag
def row_data(row: Row, select: object) -> SafeString:
    """What the scripts of a list ask of a row; nothing where it cannot be chosen there."""
    if select != "version":
        return _NOTHING
    return format_html(
        ' data-no="{}" data-version="{}" data-key="{}" data-place="{}" data-can="{}"',
        *(row.no, row.version, row.key, row.place, row.can),
    )


@register.simple_tag
def row_check(row: Row, select: object, chosen: Collection[str] = ()) -> SafeString:
    """The box that chooses a row: with its version where ``select`` says so, else by its number."""
    if not select:
        return _NOTHING
    by_version = select == "version"
    return format_html(
        '<label class="row-check"><input type="checkbox" name="{}" value="{}" form="bulk" '
        'data-select{}><span class="unseen">{}</span></label>',
        "row" if by_version else "no",
        f"{row.no}@{row.version}" if by_version else row.no,
        SafeString(" checked") if by_version and row.no in (chosen or ()) else "",
        _("Select %(subject)s") % {"subject": row.subject},
    )


@register.simple_tag
def row_due(row: Row, now: datetime) -> SafeString:
    """The next deadline, as ``ui/due.html`` draws one."""
    words = due_words(row.next_due, now, breached=row.breached)
    moment, clock = _NOTHING, _NOTHING
    if row.next_due:
        at, title = iso(row.next_due), exact(row.next_due)
        moment = format_html(' datetime="{}" title="{}" data-due="{}"', at, title, at)
    if row.next_clock:
        rest = format_html('<i class="dot"></i>{}', words.rest) if words.rest else _NOTHING
        name = clock_word(row.next_clock)
        clock = format_html('<span class="due-clock">{}{}</span>', name, rest)
    return format_html(
        '<span class="due due-{}">\n<time class="due-lead"{}>{}<span data-lead>{}</span></time>\n'
        "{}\n</span>",
        *(words.tone, moment, _icon(words.icon), words.lead, clock),
    )


@register.simple_tag
def row_ago(row: Row, now: datetime) -> SafeString:
    """How long ago it changed."""
    return format_html(
        '<time class="row-ago" datetime="{}" title="{}" data-since><span class="unseen">{} </span>'
        "<span data-ago>{}</span></time>",
        *(iso(row.updated), exact(row.updated), _("Changed"), ago(row.updated, now)),
    )


@register.simple_tag
def row_reach(row: Row, select: object, url: str) -> SafeString:
    """What logs a call from the row, where that can be done."""
    if select != "version" or "contact" not in row.can:
        return _NOTHING
    return format_html(
        '<a class="button small square row-reach" href="{}" data-reach="{}" data-row-key="L" '
        'aria-keyshortcuts="L" aria-haspopup="dialog" title="{}" aria-label="{}">{}</a>',
        url,
        row.no,
        _("Log a call"),
        _("Log a call: %(subject)s") % {"subject": row.subject},
        _icon("phone", "s"),
    )
