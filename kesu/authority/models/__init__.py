"""The rows of authority: who agreed, who may give what, who met, who was told."""

from kesu.authority.models.ladder import Approval, Escalation, Opinion
from kesu.authority.models.mandates import Balance, Delegation, Spending
from kesu.authority.models.meetings import Meeting, Round
from kesu.authority.models.reports import Report

__all__ = [
    "Approval",
    "Balance",
    "Delegation",
    "Escalation",
    "Meeting",
    "Opinion",
    "Report",
    "Round",
    "Spending",
]
