"""The reader's own day beside the queue: four numbers, and what is due by time."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kesu.desk import queue as desk_queue
from kesu.desk.queue import Day
from kesu.desk.values import QueueRow
from kesu.desk.words import clock_word
from kesu.workbench.session import Desk


def own(desk: Desk) -> Day:
    """The day alone."""
    zone = desk.pack.tz
    return desk_queue.day(reader=desk.reader, people=desk.people, now=desk.now, zone=zone)


def context(day: Day, desk: Desk) -> dict[str, Any]:
    """The day as the template reads it; each number leads to what it counts."""
    mine = f"{reverse('queue')}?view=mine"
    return {
        "figures": [
            {"label": _("Due today"), "value": day.due_today, "href": f"{mine}&due=today"},
            {
                "label": _("Overdue"),
                "value": day.breached,
                "href": f"{mine}&due=overdue",
                "tone": "breach",
                "icon": "octagon-alert",
            },
            {"label": _("Promises to keep"), "value": day.promises},
            {
                "label": _("Follow-ups"),
                "value": day.follow_ups,
                "href": f"{mine}&state=following_up",
            },
        ],
        "by_time": sorted(
            (_by_time(one, desk) for one in day.by_time), key=lambda shown: shown["at"]
        ),
    }


def _by_time(one: QueueRow, desk: Desk) -> dict[str, Any]:
    """A row at its overdue time, if it has one, else at its next."""
    at = one.breached_at if one.breached and one.breached_at else one.next_due
    clock = one.breached_clock if one.breached else one.next_clock
    return {
        "at": at or desk.now,
        "tone": "breach" if at and at < desk.now else "",
        "title": f"{clock_word(clock)} {one.customer_name}".strip(),
        "note": one.subject,
        "url": reverse("case", args=[one.no]),
    }
