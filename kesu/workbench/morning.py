"""晨会: decisions first, then what collides today, what changed, and the same as text (F20)."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kesu.desk import morning as desk_morning
from kesu.desk.morning import Morning
from kesu.desk.morning.clashing import Hour, Today
from kesu.desk.morning.counting import Numbers
from kesu.desk.morning.deciding import Decision, Kind
from kesu.desk.morning.telling import Told
from kesu.desk.morning.trends import Breaches, Intake, Issue
from kesu.desk.rates import Share
from kesu.desk.values import QueueRow
from kesu.desk.words import clock_word, state_word
from kesu.foundation.masking import mask_text
from kesu.workbench import charts, rows
from kesu.workbench.approvals import barred_words
from kesu.workbench.charts import Bar
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.templatetags._moments import date_words, remainder
from kesu.workbench.templatetags.kesu_words import yuan
from kesu.workdays.rules import DayKind

_GOOD_ENOUGH = 0.9
_TALLEST = 6
_KINDS: dict[Kind, tuple[Any, Any, str]] = {
    Kind.report: (gettext_lazy("Reported upwards"), gettext_lazy("Acknowledge"), "arrow-up"),
    Kind.breach: (gettext_lazy("Overdue"), gettext_lazy("Go to it"), "octagon-alert"),
    Kind.approval: (gettext_lazy("To approve"), gettext_lazy("Decide"), "stamp"),
    Kind.together: (gettext_lazy("Decided together"), gettext_lazy("Hold the meeting"), "users"),
    Kind.passed: (gettext_lazy("Passed on twice"), gettext_lazy("See why"), "arrow-right"),
    Kind.lost: (gettext_lazy("Contact lost"), gettext_lazy("See the attempts"), "phone"),
}
_DO = {
    Kind.report: "do-acknowledge",
    Kind.together: "do-meeting",
    Kind.lost: "do-close",
    Kind.passed: "do-transfer",
    Kind.breach: "",
    Kind.approval: "do-approve",
}


@signed_in
def morning(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The page."""
    found = desk_morning.morning(
        reader=desk.reader, people=desk.people, pack=desk.pack, now=desk.now
    )
    context = {
        "here": found.days.here,
        "today": found.today,
        "tomorrow": _tomorrow(found.today),
        "numbers": _numbers(found.numbers),
        "decisions": [_decision(one, desk) for one in found.decisions],
        "clash": _clash(found.today),
        "issues": [_issue(one) for one in found.issues],
        "over": desk.pack.batch.over + 1,
        "breaches": _breaches(found),
        "intake": _intake(found.intake),
        "past": found.days.past(),
    }
    return render(request, "workbench/morning.html", context)


@signed_in
def morning_text(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The figures of a day as text, to be copied."""
    told = desk_morning.text(reader=desk.reader, people=desk.people, pack=desk.pack, now=desk.now)
    context = {"text": _text(told, desk), "back": reverse("morning")}
    return render(request, "workbench/morning_text.html", context)


def _numbers(found: Numbers) -> list[dict[str, Any]]:
    overdue = f"{reverse('queue')}?view=all&breached=1"
    more = _("%(n)s of them urgent") % {"n": found.urgent_today}
    lately = _("%(n)s since yesterday") % {"n": found.lately}
    return [
        {"label": _("Still open"), "value": found.open, "href": f"{reverse('queue')}?view=all"},
        {"label": _("Due today"), "value": found.due_today, "note": more},
        {
            "label": _("Overdue"),
            "value": found.overdue,
            "href": overdue,
            "note": lately,
            "tone": "breach" if found.overdue else "",
            "icon": "octagon-alert" if found.overdue else "",
        },
        _share(_("First call-back in time, yesterday"), found.callbacks),
        _share(_("Promises kept, yesterday"), found.promises),
        _share(_("Daily progress, yesterday"), found.progress),
    ]


def _share(label: str, share: Share) -> dict[str, Any]:
    """A share with what it is of; bad only where the whole interval lies under the aim."""
    if share.value is None or share.interval is None:
        return {"label": label, "value": "–", "note": _("nothing was due")}
    low, high = (round(end * 100) for end in share.interval)
    bad = share.interval[1] < _GOOD_ENOUGH
    return {
        "label": label,
        "value": f"{share.value * 100:.1f}",
        "unit": "%",
        "note": _("%(n)s/%(of)s, 95%% interval %(low)s–%(high)s")
        % {"n": share.n, "of": share.of, "low": low, "high": high},
        "tone": "breach" if bad else "",
        "icon": "octagon-alert" if bad else "",
    }


def _decision(one: Decision, desk: Desk) -> dict[str, Any]:
    kind, act, icon = _KINDS[one.kind]
    anchor = _DO[one.kind]
    address = reverse("case", args=[one.row.no])
    return {
        "kind": str(kind),
        "act": str(act),
        "icon": icon,
        "row": rows.row(one.row),
        "due": one.due,
        "breached": one.due is not None and one.due < desk.now,
        "says": _says(one),
        "url": f"{address}#{anchor}" if anchor else address,
    }


def _says(one: Decision) -> str:
    match one.kind:
        case Kind.report:
            return _reported(one)
        case Kind.breach:
            return f"{clock_word(one.clock)}, {one.by}" if one.clock else one.by
        case Kind.approval:
            return _approval(one)
        case Kind.together:
            return _("Tier %(tier)s is decided in a meeting.") % {"tier": one.row.tier}
        case Kind.passed:
            said = ngettext("Passed on %(n)s time.", "Passed on %(n)s times.", one.times)
            return said % {"n": one.times}
        case Kind.lost:
            said = _("%(n)s attempts in vain; closing it needs your word.")
            return said % {"n": one.times}


def _reported(one: Decision) -> str:
    """Who told it upwards; nobody where it went by itself."""
    if not one.by:
        return _("Nobody has acknowledged the report.")
    return _("%(name)s reported it; nobody has acknowledged it.") % {"name": one.by}


def _approval(one: Decision) -> str:
    cost = yuan(one.cost) if one.cost is not None else _("no cost")
    said = _("%(cost)s, proposed by %(name)s") % {"cost": cost, "name": one.by}
    barred = barred_words(one.barred)
    return f"{said}; {barred}" if barred else said


def _tomorrow(found: Today) -> str:
    """What is unusual about tomorrow; nothing on a plain day."""
    day = found.tomorrow
    words = {
        DayKind.makeup: _("Tomorrow, %(day)s, is a make-up workday"),
        DayKind.holiday: _("Tomorrow, %(day)s, is a holiday"),
    }
    word = words.get(day.kind)
    return word % {"day": date_words(day.date)} if word else ""


def _clash(found: Today) -> dict[str, Any]:
    columns = [
        (one.due, str(one.hour), "–" if one.there is None else str(one.there), one.clashes)
        for one in found.hours
    ]
    says = _("Due in each hour of today against who is there")
    most = min(_TALLEST, max(3, *(one.due for one in found.hours)))
    return {
        "chart": charts.blocks(columns, says=says, names=(_("Hour"), _("There")), most=most),
        "hours": found.hours,
        "rostered": any(one.there is not None for one in found.hours),
        "clashes": [_clash_words(one) for one in found.clashes],
        "due": found.due,
        "by_night": found.by_night,
    }


def _clash_words(one: Hour) -> dict[str, str]:
    return {
        "when": f"{one.hour}:00–{one.hour + 1}:00",
        "says": _("%(due)s fall due, %(there)s are there") % {"due": one.due, "there": one.there},
    }


def _issue(one: Issue) -> dict[str, Any]:
    near = one.most > one.over // 2
    tone = "breach" if one.most > one.over else ("soon" if near else "last")
    shown = [Bar(n) for n in one.days[:-1]]
    shown.append(Bar(one.yesterday, tone=tone if one.yesterday == one.most else "last"))
    shown.append(Bar(one.today, tone=tone if one.today == one.most else "now"))
    said = charts.bars(
        _with_number(shown, one),
        says=_("Complaints each day about %(what)s") % {"what": one.label},
        limit=one.over + 1,
        usual=one.usual,
    )
    return {"view": one, "chart": said, "tone": tone, "usual": f"{one.usual:.1f}"}


def _with_number(shown: list[Bar], one: Issue) -> list[Bar]:
    """The number stands above the tallest of the last two alone."""
    place = -1 if one.today >= one.yesterday else -2
    tallest = shown[place]
    shown[place] = Bar(tallest.value, tallest.tone, said=str(one.most))
    return shown


def _breaches(found: Morning) -> dict[str, Any]:
    most = max((one.count for one in found.breaches), default=1)
    return {
        "rows": [_breach(one, most) for one in found.breaches],
        "total": sum(one.count for one in found.breaches),
    }


def _breach(one: Breaches, most: int) -> dict[str, Any]:
    """``wide`` of a hundred."""
    return {"view": one, "wide": round(one.count / most * 100, 1)}


def _intake(found: Intake) -> dict[str, Any]:
    counts = [n for _day, n in found.days]
    shown = [
        # Counted back from yesterday, whose day always stands: no two meet.
        Bar(n, word=_short(day) if place % 3 == 0 else "")
        for place, (day, n) in zip(range(len(found.days) - 1, 0, -1), found.days, strict=False)
    ]
    last, yesterday = found.days[-1]
    shown.append(Bar(yesterday, tone="last", word=_short(last), said=str(yesterday)))
    shown.append(Bar(found.today, tone="now", said=str(found.today)))
    usual = sum(counts[:-1]) / max(1, len(counts) - 1)
    says = _("Complaints received on each of the last fourteen days, and today so far")
    chart = charts.bars(shown, says=says, width=430, height=130, usual=usual)
    return {"chart": chart, "days": found.days, "today": found.today, "usual": f"{usual:.1f}"}


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"


def _text(told: Told, desk: Desk) -> str:
    """Plain lines without marks, as a chat takes them."""
    lines = [
        _("Complaints, daily report of %(day)s") % {"day": f"{told.day:%Y-%m-%d}"},
        _("New %(new)s, accepted %(accepted)s, closed %(closed)s")
        % {"new": told.received, "accepted": told.accepted, "closed": told.closed},
        _("Open %(open)s, overdue %(overdue)s, urgent %(urgent)s")
        % {"open": told.open, "overdue": told.overdue, "urgent": told.urgent},
        _("From outside %(outside)s, batches %(batches)s with %(cases)s complaints")
        % {"outside": told.outside, "batches": told.batches, "cases": told.in_batches},
        _("The gravest:") if told.gravest else _("Nothing is open."),
        *(_gravest(place, one, desk) for place, one in enumerate(told.gravest, 1)),
    ]
    return "\n".join(lines)


def _gravest(place: int, one: QueueRow, desk: Desk) -> str:
    """Masked whoever reads it here: it goes to a chat."""
    due = one.breached_at if one.breached else one.next_due
    now = timezone.localtime(desk.now)
    left = remainder(timezone.localtime(due), now) if due else ""
    parts = [
        mask_text(one.subject),
        f"{one.type} {one.type_name}",
        state_word(one.state),
        one.owner.name,
        left,
    ]
    return f"{place}. " + " / ".join(part for part in parts if part)
