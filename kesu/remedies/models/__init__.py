"""What makes a complaint good: what is given, what is agreed, what is done to an account."""

from kesu.remedies.models.account import AccountNote, Freeze, IdentityCheck, Investigation
from kesu.remedies.models.agreement import Agreement, Draft, Exposure
from kesu.remedies.models.remedy import DayFile, Item, Payment, Remedy

__all__ = [
    "AccountNote",
    "Agreement",
    "DayFile",
    "Draft",
    "Exposure",
    "Freeze",
    "IdentityCheck",
    "Investigation",
    "Item",
    "Payment",
    "Remedy",
]
