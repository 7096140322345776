"""The shape of a policy pack as a company edits it."""

from kesu.policy.schema.base import Text
from kesu.policy.schema.clocks import URGENT, ClockRule, Elapsed, EndOfDay
from kesu.policy.schema.letters import PLACES, DraftKind, Letter, LetterKind, NoticeKind
from kesu.policy.schema.pack import Pack
from kesu.policy.schema.staffing import DepartmentEntry, HandlerEntry, RankEntry, TierEntry
from kesu.policy.schema.types import ANY, Ask, Branch, Need, TypeEntry, UnknownType, nearest

__all__ = [
    "ANY",
    "PLACES",
    "URGENT",
    "Ask",
    "Branch",
    "ClockRule",
    "DepartmentEntry",
    "DraftKind",
    "Elapsed",
    "EndOfDay",
    "HandlerEntry",
    "Letter",
    "LetterKind",
    "Need",
    "NoticeKind",
    "Pack",
    "RankEntry",
    "Text",
    "TierEntry",
    "TypeEntry",
    "UnknownType",
    "nearest",
]
