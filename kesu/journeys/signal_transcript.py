"""What was said in a chat, as a person reads it."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from kesu.journeys.payload import LONGEST_TEXT
from kesu.watch import chat_rules
from kesu.watch.models import Conversation, Message

_ROOM = LONGEST_TEXT - 500
"""What is left of the longest text once it is said that the talk goes on."""


@dataclass(frozen=True)
class Transcript:
    """``text`` fits a complaint; ``cut``: there is more in ``whole``. ``complained``: when the
    first message was written that is worth a look, in UTC.
    """

    text: str
    whole: str
    complained: datetime

    @property
    def cut(self) -> bool:
        return self.text != self.whole


def transcript(talk: Conversation, zone: tzinfo) -> Transcript:
    """Each turn on a line with its time and who wrote it, under the day it was written on."""
    names = {"customer": _("Customer"), "agent": _("Agent")}
    lines: list[str] = []
    day, complained = None, None
    for one in Message.objects.filter(conversation=talk).order_by("at", "id"):
        local = one.at.astimezone(zone)
        if local.date() != day:
            day = local.date()
            lines.append(f"{day:%Y-%m-%d}")
        lines.append(f"{local:%H:%M:%S} {names[one.speaker]}: {one.text}")
        if complained is None and one.hits and _is_worth_a_look(one):
            complained = one.at
    whole = "\n".join(lines)
    return Transcript(_cut(whole), whole, complained or talk.began)


def _is_worth_a_look(one: Message) -> bool:
    by_agent = one.speaker == Message.Speaker.agent
    return not by_agent and chat_rules.seen(one.text, one.hits, by_agent=False) is not None


def _cut(whole: str) -> str:
    if len(whole) <= LONGEST_TEXT:
        return whole
    kept = whole[:_ROOM].rpartition("\n")[0] or whole[:_ROOM]
    return f"{kept}\n{_('… The rest is in the evidence: the whole conversation as a file.')}"
