"""``kesu outbox``: mail that has not gone, and sending it again by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from kesu.console import database
from kesu.console.words import choose, refuse, say

if TYPE_CHECKING:
    from kesu.correspondence.models import Mail

_BY = "system:console"
_MOST = 1000


def show() -> int:
    """Prints a line a letter: id, state, since when, what it is, its number, why; the exit status.

    What it says and whom it goes to stays sealed.
    """
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.correspondence import queries

    if not queries.is_set_up():
        say(zh="未设置发信 (KESU_SMTP_URL)", en="Mail is not set up (KESU_SMTP_URL)")
    for mail in queries.unsent(_MOST):
        print(_line(mail))
    counts = queries.counts()
    waiting, aside = counts["waiting"] + counts["leased"], counts["quarantined"]
    say(zh=f"待发送 {waiting}，搁置 {aside}", en=f"{waiting} waiting, {aside} set aside")
    return 0


def _line(mail: "Mail") -> str:
    number = mail.complaint.no if mail.complaint and mail.staff_id is None else "-"
    fields = (
        str(mail.pk),
        _state(mail.state),
        mail.created.isoformat(timespec="seconds"),
        mail.kind,
        number,
        mail.held_because,
        mail.last_error,
    )
    return "\t".join(fields).rstrip()


def _state(state: str) -> str:
    words = {
        "waiting": choose(zh="待发送", en="waiting"),
        "leased": choose(zh="发送中", en="being sent"),
        "quarantined": choose(zh="搁置", en="set aside"),
    }
    return words.get(state, state)


def replay(ids: Sequence[str], *, every: bool) -> int:
    """Puts letters that were set aside back into the outbox; 1 when any named was not there.

    Ends with 2 for what is no id, or where neither ids nor ``every`` are given.
    """
    if every == bool(ids):
        refuse(zh="请给出编号，或用 --all", en="Give ids, or --all")
    keys = [_key(text) for text in ids]
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.journeys.replay import replay as send_again

    count = send_again(None if every else keys, by=_BY, now=datetime.now(tz=UTC))
    say(zh=f"{count} 封重新发送", en=f"{count} go out again")
    return 0 if every or count == len(set(keys)) else 1


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        refuse(
            zh=f"{text}：不是编号，见 kesu outbox list", en=f"{text}: no id; see kesu outbox list"
        )
