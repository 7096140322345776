"""What lies on a million complaints beside their rows, written straight into the tables: due times
over a month, urgent ones, clocks that ran out and were met; and one case that was really worked.
"""

import random
from datetime import timedelta
from typing import Any

WORKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("accept", {}),
    (
        "contact",
        {
            "channel": "hotline",
            "direction": "out",
            "outcome": "reached",
            "summary": "客户说赠品没有到。",
        },
    ),
    ("verify", {"verdict": "valid", "reason": "仓库漏发。", "no_merchant": "自营商品"}),
    ("progress", {"text": "已经在核对发货记录，明天上午告诉您结果。"}),
    ("note", {"text": "仓库说周五补发。"}),
    ("emotion", {"level": 4}),
    (
        "contact",
        {
            "channel": "hotline",
            "direction": "out",
            "outcome": "reached",
            "summary": "客户催问进度。",
        },
    ),
    ("emotion", {"level": 2}),
    ("progress", {"text": "补发单已经开出，单号今天发给您。"}),
    ("note", {"text": "补发单在途。"}),
)


def spread(chance: random.Random) -> None:
    """What is open is due over a month, some overdue; one in twenty is urgent."""
    from django.db import connection
    from django.utils import timezone

    from kesu.complaints.models import Complaint

    now, waiting = timezone.now(), list(Complaint.objects.exclude(state="archived"))
    for one in waiting:
        one.queue_due = one.next_due = now + timedelta(minutes=chance.randrange(-600, 43_200))
        one.urgent = chance.random() < 0.05
        one.urgent_reasons = ["U1"] if one.urgent else []
    changed = ["queue_due", "next_due", "urgent", "urgent_reasons"]
    Complaint.objects.bulk_update(waiting, changed, batch_size=500)
    with connection.cursor() as cursor:
        for name, running in (("first_callback", False), ("progress", False), ("close", True)):
            cursor.execute(_clocks(running=running), [name, name])
        cursor.execute("ANALYZE")


def _clocks(*, running: bool) -> str:
    """A clock for every complaint: met where it ended, and on what is open running or broken."""
    open_, past = "state <> 'archived'", "next_due < CURRENT_TIMESTAMP"
    state, broken = "'met'", "NULL"
    if running:
        state = (
            f"CASE WHEN {open_} AND {past} THEN 'breached' WHEN {open_} THEN 'running' "
            "ELSE 'met' END"
        )
        broken = f"CASE WHEN {open_} AND {past} THEN next_due END"
    due = "COALESCE(next_due, received)" if running else "received"
    met = f"CASE WHEN {open_} THEN NULL ELSE received END" if running else "received"
    return (
        "INSERT INTO deadlines_clock (complaint_id, name, subject, started, due, state, met_at, "
        "breached_at, derivation, calendar, rule, born_late, waits_for) "
        f"SELECT id, %s, '', received, {due}, {state}, {met}, {broken}, '[]', '2026', %s, "
        "(1 = 0), '' FROM complaints_complaint"
    )


def worked(by: Any) -> str:
    """The number of a complaint that went through the journeys, with what they leave on it."""
    from django.utils import timezone

    from kesu.journeys.lodge import lodge
    from kesu.journeys.perform import perform

    now = timezone.now() - timedelta(hours=8)
    said = {"channel": "email", "type": "1.2.5", "text": "赠品没有寄。请尽快处理。"}
    customer = {"name": "陈样本", "phone": "13900001234"}
    no = lodge({**said, "customer": customer}, by=by, now=now).complaint.no
    for minutes, (verb, values) in enumerate(WORKED, start=1):
        perform(verb, no, values, by=by, now=now + timedelta(minutes=minutes * 20))
    return str(no)


def beside() -> None:
    """What lies beside them: a call on every one; of the open ones every tenth with a promise,
    every tenth with a question to a department, every twentieth with a solution that waits for a
    word, 250 with a warning; and for each of the staff two hundred notices, thirty of them unseen.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in _BESIDE:
            cursor.execute(statement)
    _warn()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _warn() -> None:
    from django.utils import timezone

    from kesu.complaints.models import Complaint
    from kesu.watch.models import Signal

    now, about = timezone.now(), Complaint.objects.exclude(state="archived")[:250]
    Signal.objects.bulk_create(
        Signal(
            kind=Signal.Kind.chat,
            key=f"furnished-{number}",
            level=1 + number % 3,
            said="你们再不退我就去投诉。",
            facts={},
            reasons=[],
            raised=now,
            last_at=now,
            about=one,
        )
        for number, one in enumerate(about)
    )


_OPEN = "SELECT * FROM complaints_complaint WHERE state <> 'archived'"
_BESIDE = (
    "INSERT INTO complaints_contact (complaint_id, by_id, at, channel, direction, outcome, "
    "summary, recording) SELECT id, owner_id, received, 'hotline', 'out', 'reached', '说好了。', "
    "'' FROM complaints_complaint",
    "INSERT INTO complaints_promise (complaint_id, by_id, at, what, due) "
    f"SELECT id, owner_id, received, '补寄', next_due FROM ({_OPEN}) AS waits "
    "WHERE search_key % 10 = 0",
    "INSERT INTO deadlines_clock (complaint_id, name, subject, started, due, state, derivation, "
    "calendar, rule, born_late, waits_for) SELECT complaint_id, 'promise', "
    "CAST(id AS varchar(20)), at, due, 'running', '[]', '2026', 'promise', (1 = 0), '' "
    "FROM complaints_promise WHERE kept IS NULL",
    "INSERT INTO consults_consult (complaint_id, department, question, by_id, at, due, answer, "
    "sent_back_reason, rule, asks_measure, measure, measure_text, reminded) SELECT id, 'd1', "
    "'仓库是否发货？', owner_id, received, next_due, '', '', '', (1 = 0), '', '', 0 "
    f"FROM ({_OPEN}) AS waits WHERE search_key % 10 = 1",
    "INSERT INTO complaints_solution (complaint_id, by_id, at, kind, steps, options, clause, "
    "no_clause) SELECT id, owner_id, received, 'special', '[]', '[]', '第三条', '' "
    f"FROM ({_OPEN}) AS waits WHERE search_key % 20 = 2",
    "UPDATE complaints_complaint SET state = 'approving' WHERE state <> 'archived' "
    "AND search_key % 20 = 2",
    "INSERT INTO correspondence_notice (to_id, complaint_id, kind, detail, at, seen_at) "
    "SELECT s.id, c.id, 'assigned', '', c.received, "
    "CASE WHEN c.search_key % 20 < 3 THEN NULL ELSE c.received END "
    "FROM people_staff AS s JOIN complaints_complaint AS c ON c.owner_id = s.id "
    "WHERE c.search_key % 25 = s.id % 25",
)
