"""What is watched before and beside a complaint: chats, signals, words, behaviour, readings."""

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
    "Signal",
    "WatchEntry",
]
