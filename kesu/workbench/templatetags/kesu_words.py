"""The words of codes that several screens share. Every code falls back to itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.policy.codes import Channel, ClockName, State, Urgency

register = template.Library()

STATES: dict[str, Any] = {
    State.received: gettext_lazy("To accept"),
    State.accepted: gettext_lazy("Accepted"),
    State.verifying: gettext_lazy("Verifying"),
    State.consulting: gettext_lazy("Department asked"),
    State.proposing: gettext_lazy("Drafting a solution"),
    State.approving: gettext_lazy("To approve"),
    State.replying: gettext_lazy("To reply"),
    State.executing: gettext_lazy("Carrying out"),
    State.following_up: gettext_lazy("To follow up"),
    State.closed: gettext_lazy("Closed for the customer"),
    State.archived: gettext_lazy("Closed internally"),
    State.cooling: gettext_lazy("Cooling off"),
    State.withdrawn: gettext_lazy("Withdrawn"),
}

HANDLING = gettext_lazy("In hand")
CLOSED = gettext_lazy("Closed")
FIVE: dict[str, Any] = {
    State.received: STATES[State.received],
    State.approving: STATES[State.approving],
    State.following_up: STATES[State.following_up],
    State.closed: CLOSED,
    State.archived: CLOSED,
    State.withdrawn: CLOSED,
}

CLOCKS: dict[str, Any] = {
    ClockName.first_callback: gettext_lazy("First call-back"),
    ClockName.urgent_contact: gettext_lazy("Urgent contact"),
    ClockName.freeze: gettext_lazy("Account freeze"),
    ClockName.progress: gettext_lazy("Daily progress"),
    ClockName.silence: gettext_lazy("Silence check"),
    ClockName.promise: gettext_lazy("Promise"),
    ClockName.consult: gettext_lazy("Department's answer"),
    ClockName.follow_up: gettext_lazy("Follow-up"),
    ClockName.report: gettext_lazy("Report to superiors"),
    ClockName.event_start: gettext_lazy("Event begins"),
    ClockName.close: gettext_lazy("Closing"),
    ClockName.review: gettext_lazy("Case review"),
    ClockName.statutory: gettext_lazy("Statutory deadline"),
}

CHANNELS: dict[str, tuple[Any, str]] = {
    Channel.hotline: (gettext_lazy("Hotline"), "phone"),
    Channel.email: (gettext_lazy("E-mail"), "mail"),
    Channel.im: (gettext_lazy("Online chat"), "chat"),
    Channel.web: (gettext_lazy("Website"), "globe"),
    Channel.portal: (gettext_lazy("Customer portal"), "globe"),
    Channel.app: (gettext_lazy("App"), "mobile"),
    Channel.wechat: (gettext_lazy("WeChat"), "chat"),
    Channel.store: (gettext_lazy("Store"), "store"),
    Channel.visit: (gettext_lazy("Visit"), "user"),
    Channel.letter: (gettext_lazy("Letter"), "mail"),
    Channel.group: (gettext_lazy("Group headquarters"), "building"),
    Channel.regulator: (gettext_lazy("Regulator"), "building"),
    Channel.platform: (gettext_lazy("Platform"), "store"),
    Channel.import_: (gettext_lazy("Import"), "upload"),
    Channel.api: (gettext_lazy("Other system"), "plug"),
    Channel.other: (gettext_lazy("Other channel"), "more"),
}

URGENCIES: dict[str, tuple[Any, str]] = {
    Urgency.U1: (gettext_lazy("Public opinion or lawsuit"), "fire"),
    Urgency.U2: (gettext_lazy("Sent back by headquarters"), "flag"),
    Urgency.U3: (gettext_lazy("Special standing"), "flag"),
    Urgency.U4: (gettext_lazy("Batch"), "layers"),
    Urgency.U5: (gettext_lazy("Set deadline"), "clock"),
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
def state_word(code: str) -> str:
    """The state as work that is waited for."""
    return str(STATES.get(code, code))


@register.filter
def five_word(code: str) -> str:
    """One of the five words agents use."""
    return str(FIVE.get(code, HANDLING if code in STATES else code))


@register.filter
def clock_word(code: str | None) -> str:
    """The clock's name; a statutory one keeps its profile behind it."""
    name, _colon, profile = str(code or "").partition(":")
    word = str(CLOCKS.get(name, name))
    return f"{word} {profile}".rstrip()


@register.filter
def channel_word(code: str) -> str:
    return str(CHANNELS.get(code, (code, ""))[0])


@register.filter
def channel_icon(code: str) -> str:
    return CHANNELS.get(code, ("", "more"))[1]


@register.filter
def urgency_word(code: str) -> str:
    """What the reason U1 to U5 stands for, shortly."""
    return str(URGENCIES.get(code, (code, ""))[0])


@register.filter
def urgency_icon(code: str) -> str:
    return URGENCIES.get(code, ("", "flag"))[1]


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


NOTICES: dict[str, Any] = {
    "assigned": gettext_lazy("Given to you"),
    "to_approve": gettext_lazy("Waits for your approval"),
    "approved": gettext_lazy("Approved"),
    "returned": gettext_lazy("Returned"),
    "consulted": gettext_lazy("Your department is asked"),
    "fed_back": gettext_lazy("A department answered"),
    "assist": gettext_lazy("A colleague asks you"),
    "breached": gettext_lazy("Deadline passed"),
    "understaffed": gettext_lazy("Nobody fit could be found"),
    "reopened": gettext_lazy("Reopened"),
    "resumed": gettext_lazy("Taken up again"),
}


@register.filter
def notice_word(code: str) -> str:
    """``给你的``, ``待你审批``."""
    return str(NOTICES.get(code, code))


_NOTICE_ICONS = {
    "assigned": "arrow-right",
    "to_approve": "stamp",
    "approved": "check",
    "returned": "stamp",
    "consulted": "users",
    "fed_back": "users",
    "assist": "users",
    "breached": "octagon-alert",
    "understaffed": "triangle-alert",
}


@register.filter
def notice_icon(code: str) -> str:
    return _NOTICE_ICONS.get(code, "bell")
