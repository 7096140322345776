"""The words of codes that several screens share. Every code falls back to itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.desk.words import (
    channel_word,
    clock_word,
    five_word,
    notice_word,
    state_word,
    urgency_word,
)
from kesu.policy.codes import Channel, State, Urgency

register = template.Library()
for _word in (state_word, five_word, clock_word, channel_word, urgency_word, notice_word):
    register.filter(_word)

CHANNEL_ICONS: dict[str, str] = {
    Channel.hotline: "phone",
    Channel.email: "mail",
    Channel.im: "chat",
    Channel.web: "globe",
    Channel.portal: "globe",
    Channel.app: "mobile",
    Channel.wechat: "chat",
    Channel.store: "store",
    Channel.visit: "user",
    Channel.letter: "mail",
    Channel.group: "building",
    Channel.regulator: "building",
    Channel.platform: "store",
    Channel.import_: "upload",
    Channel.api: "plug",
    Channel.other: "more",
}
URGENCY_ICONS: dict[str, str] = {
    Urgency.U1: "fire",
    Urgency.U2: "flag",
    Urgency.U3: "flag",
    Urgency.U4: "layers",
    Urgency.U5: "clock",
}

STAGES = (
    ("soothe", gettext_lazy("Soothe")),
    ("cause", gettext_lazy("Find the cause")),
    ("solve", gettext_lazy("Solve")),
    ("follow_up", gettext_lazy("Follow through")),
)

EMOTIONS = (
    gettext_lazy("Calm"),
    gettext_lazy("Displeased"),
    gettext_lazy("Impatient"),
    gettext_lazy("Angry"),
    gettext_lazy("Agitated"),
    gettext_lazy("Out of control"),
)

GRADES = {1: "I", 2: "II", 3: "III"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four stages: ``status`` is done, now or later; ``note`` is what was found."""

    code: str
    number: int
    name: str
    status: str
    at: datetime | None
    note: str


@register.filter
def channel_icon(code: str) -> str:
    return CHANNEL_ICONS.get(code, "more")


@register.filter
def urgency_icon(code: str) -> str:
    return URGENCY_ICONS.get(code, "flag")


@register.filter
def grade_mark(value: str | int | None) -> str:
    """``I``, ``II`` or ``III`` from a number or from itself."""
    return GRADES.get(value, str(value or "")) if isinstance(value, int) else str(value or "")


@register.filter
def grade_word(value: str | int | None) -> str:
    """``III 级``."""
    return _("Grade %(grade)s") % {"grade": grade_mark(value)}


@register.filter
def emotion_word(level: int | None) -> str:
    if level is None or not 0 <= int(level) < len(EMOTIONS):
        return ""
    return str(EMOTIONS[int(level)])


@register.filter
def calendar_word(horizon: str) -> str:
    """Where the days come from: published, or estimated for years not published yet."""
    words = {"official": _("published holidays"), "estimated": _("estimated, not published yet")}
    return words.get(horizon, horizon)


@register.filter
def stages(rail: Any, state: str = "") -> list[Stage]:
    """The four stages of a rail; the first one not reached is where the work stands."""
    over = state in (State.closed, State.archived, State.withdrawn)
    found: list[Stage] = []
    current = False
    for number, (code, name) in enumerate(STAGES, 1):
        at, note = _part(rail, code), _part(rail, f"{code}_note") or ""
        status = "done" if at else "later"
        if not at and not current and not over:
            status, current = "now", True
        found.append(Stage(code, number, str(name), status, at, note))
    return found


@register.filter
def reached(rail: Any) -> tuple[bool, ...]:
    """Which of the four stages are done."""
    return tuple(bool(_part(rail, code)) for code, _name in STAGES)


@register.filter
def stage_sentence(rail: Any) -> str:
    """``安抚、明因已完成`` for readers who do not see the dots."""
    done = [str(name) for code, name in STAGES if _part(rail, code)]
    return _("Stages done: %(stages)s") % {"stages": ", ".join(done) or _("none")}


@register.filter
def yuan(fen: int | None) -> str:
    """Money from 分: ``1,238.00 元``."""
    if fen is None:
        return ""
    return _("%(amount)s yuan") % {"amount": amount(fen)}


@register.filter
def amount(fen: int | None) -> str:
    """The bare amount in yuan with two decimals, for columns and inputs."""
    if fen is None:
        return ""
    sign, whole = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


@register.filter
def initial(name: str | None) -> str:
    """The one sign that stands for a person in a circle."""
    return (name or "").strip()[:1].upper()


@register.filter
def times(count: int) -> range:
    """``{% for n in 5|times %}``: 1 to 5."""
    return range(1, count + 1)


@register.filter
def emotion_points(levels: list[int] | None, turn: int | None = None) -> dict[str, Any]:
    """Where the points of an emotion line stand in a drawing of 120 by 24."""
    values = [max(0, min(5, int(level))) for level in levels or []]
    step = 112 / max(1, len(values) - 1)
    dots = [
        _dot(round(4 + n * step, 1), 22 - v * 4, hot=v >= 4, turn=n == turn)
        for n, v in enumerate(values)
    ]
    return {"dots": dots, "path": " ".join(f"{dot['x']},{dot['y']}" for dot in dots)}


@register.filter
def cell(row: Mapping[str, Any] | None, name: str) -> Any:
    """One value of a repeated form row, empty in a new one."""
    return "" if row is None else _part(row, name)


def _dot(x: float, y: int, *, hot: bool, turn: bool) -> dict[str, Any]:
    diamond = f"M{x},{y - 4}l4,4-4,4-4-4z"
    return {"x": x, "y": y, "hot": hot, "turn": turn, "diamond": diamond}


def _part(rail: Any, code: str) -> Any:
    if isinstance(rail, Mapping):
        return rail.get(code)
    return getattr(rail, code, None)


_NOTICE_ICONS = {
    "assigned": "arrow-right",
    "to_approve": "stamp",
    "approved": "check",
    "returned": "stamp",
    "consulted": "users",
    "fed_back": "users",
    "assist": "users",
    "missed_call": "phone",
    "breached": "octagon-alert",
    "silent": "octagon-alert",
    "understaffed": "triangle-alert",
    "self_harm": "octagon-alert",
    "report": "arrow-up",
    "acknowledged": "check",
    "opinion_asked": "users",
    "opinion_given": "check",
    "undedicated": "triangle-alert",
    "transfers": "arrow-right",
    "rounds": "octagon-alert",
    "dedicated": "flag",
    "coaching": "users",
    "unreported": "triangle-alert",
    "mail_set_aside": "mail",
    "mail_stuck": "mail",
    "watched": "eye",
}


@register.filter
def notice_icon(code: str) -> str:
    return _NOTICE_ICONS.get(code, "bell")
