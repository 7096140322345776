"""Every piece of the screens in every state, both themes side by side."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.desk.values import Rail
from kesu.workbench import gallery_boards, gallery_work
from kesu.workbench.rows import Row

NOW = datetime(2026, 2, 13, 6, 32, tzinfo=UTC)
"""A Friday before a make-up Saturday, so that each kind of day shows."""

PIECES = (
    (gettext_lazy("Buttons"), "buttons", False),
    (gettext_lazy("Marks"), "marks", False),
    (gettext_lazy("Due"), "due", False),
    (gettext_lazy("Tags"), "tags", False),
    (gettext_lazy("Rail"), "rail", True),
    (gettext_lazy("Rows"), "rows", True),
    (gettext_lazy("Fields"), "fields", True),
    (gettext_lazy("Timeline"), "timeline", True),
    (gettext_lazy("Derivation"), "derivation", True),
    (gettext_lazy("Notices"), "notices", True),
    (gettext_lazy("Tabs and figures"), "tabs", True),
    (gettext_lazy("Empty"), "empty", True),
    (gettext_lazy("Search and commands"), "palette", True),
    (gettext_lazy("A look around"), "tour", True),
    (gettext_lazy("Times"), "times", False),
    (gettext_lazy("What went wrong"), "fault", True),
    (gettext_lazy("Filters"), "chips", True),
    (gettext_lazy("For the selected"), "bulk", True),
    (gettext_lazy("Who is calling"), "caller", True),
    (gettext_lazy("Suggested types"), "suggested", True),
    (gettext_lazy("Two versions"), "conflict", True),
    (gettext_lazy("Charts"), "charts", True),
    (gettext_lazy("Boards"), "boards", True),
    (gettext_lazy("Administration"), "admin", True),
    (gettext_lazy("Icons"), "icons", True),
)

SPRITE = Path(__file__).resolve().parent / "static" / "kesu" / "icons.svg"


@dataclass(frozen=True, slots=True)
class Piece:
    title: str
    template: str
    full: bool


@dataclass(frozen=True, slots=True)
class Field:
    """The shape of a field as forms are given it."""

    name: str
    label: str
    widget: str = "text"
    required: bool = True
    value: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    error: str = ""
    expected: str = ""
    missing: bool = False
    columns: tuple["Field", ...] = field(default=())


def gallery(request: HttpRequest) -> HttpResponse:
    """The page of all pieces. It reads nothing of any complaint."""
    pieces = [
        Piece(str(title), f"workbench/gallery/{name}.html", full) for title, name, full in PIECES
    ]
    shown = {"now": NOW, "pieces": pieces, "themes": ("light", "dark")}
    icons = re.findall(r'symbol id="([^"]+)"', SPRITE.read_text("utf-8"))
    return render(request, "workbench/gallery.html", {**shown, "icons": icons, **_samples()})


def _samples() -> dict[str, Any]:
    return {
        "long": _(
            "A sentence that is twice as long as anybody expects it to be, so that it must fold"
        )
        * 2,
        "dues": _dues(),
        "rows": _rows(),
        "rail": {"soothe": NOW, "cause": NOW, "solve": None, "follow_up": None},
        "fields": _fields(),
        "entries": _entries(),
        "clocks": [_clock()],
        "tabs": _tabs(),
        "levels": (4, 5, 4, 2),
        **gallery_boards.samples(),
        **gallery_work.samples(),
    }


def _dues() -> list[dict[str, Any]]:
    moments = {"overdue": -12, "soon": 26, "near": 88, "today": 567, "days": 16000}
    found: list[dict[str, Any]] = [
        {"due": NOW + timedelta(minutes=minutes), "clock": "first_callback"}
        for minutes in moments.values()
    ]
    met = {"due": NOW, "clock": "first_callback", "met_at": NOW - timedelta(hours=1)}
    late = {"due": NOW - timedelta(hours=2), "clock": "promise", "met_at": NOW, "breached": True}
    return [*found, met, late, {"due": None, "clock": ""}]


def _rows() -> list[Row]:
    common: dict[str, Any] = {
        "no": "KS-20260213-7MRA4C",
        "type": "3.1",
        "type_name": _("Rights infringed by a merchant"),
        "tier": "D",
        "channel": "hotline",
        "customer_name": _("Ms Xu"),
        "customer_phone_masked": "139****4417",
        "owner_name": _("Bai Lu"),
        "next_clock": "first_callback",
        "breached": False,
        "stage_rail": Rail(NOW, None, None, None),
        "updated": NOW - timedelta(minutes=3),
        "subject": _("Double points never arrived; the store blames an upgrade"),
        **dict.fromkeys(("urgent", "unread", "restricted", "understaffed", "history"), False),
        "urgent_reasons": [],
    }
    soon, later = NOW + timedelta(minutes=26), NOW + timedelta(hours=9)
    samples = [
        {
            "grade": "III",
            "urgent": True,
            "urgent_reasons": ["U4"],
            "unread": True,
            "state": "proposing",
            "next_due": soon,
        },
        {
            "grade": "II",
            "state": "received",
            "next_due": NOW - timedelta(hours=14),
            "breached": True,
            "urged": 2,
            "owner_name": "",
        },
        {
            "grade": "I",
            "state": "consulting",
            "next_due": later,
            "restricted": True,
            "subject": f"{common['subject']} " * 3,
        },
    ]
    return [Row(**{**common, **one}) for one in samples]


def _fields() -> list[Field]:
    words = (("a", _("Valid")), ("b", _("Partly valid")), ("c", _("Invalid")))
    column = Field("text", _("What")), Field("due", _("Until"), "datetime", required=False)
    return [
        Field("plain", _("Cause"), help=_("The direct cause is enough; the root may follow.")),
        Field("wrong", _("Phone"), value="12", error=_("Too short."), expected=_("5 to 20 digits")),
        Field("missing", _("Address"), missing=True),
        Field("choice", _("Verdict"), "select", choices=words),
        Field("money", _("Cost"), "money", required=False, value=123800),
        Field("when", _("Until"), "datetime", value=NOW),
        Field("radio", _("Verdict"), "radio", value="b", choices=words),
        Field("several", _("Reasons"), "checkbox", value=["a"], choices=words),
        Field("yes", _("The customer agreed"), "checkbox", value=True),
        Field("words", _("Cause"), "textarea", value=_("The till did not know the campaign. ") * 6),
        Field("steps", _("Steps"), "rows", value=[{"text": _("Add the points")}], columns=column),
    ]


def _entries() -> list[dict[str, Any]]:
    kinds = (
        ("urgent", "layers", _("Rule U4"), _("batch reached, now urgent")),
        ("call", "phone", _("Bai Lu"), _("called the customer, 6 min 42 s")),
        ("", "search", _("Bai Lu"), _("noted the cause")),
        ("soon", "stamp", _("Lu Xingzhou"), _("returned the solution")),
        ("customer", "chat", _("Ms Xu"), _("WeChat message")),
    )
    text = _("The till did not know the campaign. ")
    return [
        {
            "at": NOW - timedelta(minutes=100 - 20 * n),
            "tone": tone,
            "icon": icon,
            "by_name": by,
            "title": title,
            "text": text * (1 + 4 * (n == 2)),
            "facts": [_("in time")] if n == 1 else [],
        }
        for n, (tone, icon, by, title) in enumerate(kinds)
    ]


def _clock() -> dict[str, Any]:
    kinds = ["receipt", "makeup", "weekend", *["holiday"] * 8, "workday"]
    days = [
        {
            "date": NOW.date() + timedelta(days=n),
            "kind": kind,
            "counted": kind in ("makeup", "workday"),
        }
        for n, kind in enumerate(kinds)
    ]
    return {
        "name": "first_callback",
        "due": NOW + timedelta(days=11),
        "derivation": days,
        "calendar": "official",
        "rule": "T+2",
    }


def _tabs() -> list[dict[str, Any]]:
    return [
        {"url": "#", "label": _("Mine"), "count": 14, "current": True},
        {"url": "#", "label": _("Team"), "count": 37},
        {
            "url": "#",
            "label": _("Overdue"),
            "count": 2,
            "tone": "breach",
            "icon": "octagon-alert",
        },
    ]
