"""What is watched before and beside a complaint: calls, chats, signals, words, behaviour."""

from kesu.watch.models.call import MissedCall
from kesu.watch.models.chat import Conversation, Message
from kesu.watch.models.pattern import ClaimantPattern
from kesu.watch.models.reading import CaseReading
from kesu.watch.models.signal import HitMark, Signal
from kesu.watch.models.words import WatchEntry

__all__ = [
    "CaseReading",
    "ClaimantPattern",
    "Conversation",
    "HitMark",
    "Message",
    "MissedCall",
    "Signal",
    "WatchEntry",
]
