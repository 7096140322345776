"""The case and what belongs to it."""

from kesu.complaints.models.batch import Batch
from kesu.complaints.models.complaint import Complaint, FormCounter
from kesu.complaints.models.customer import Customer, Order
from kesu.complaints.models.handling import (
    Action,
    Cause,
    CustomerDecision,
    FollowUp,
    Solution,
    Verification,
)
from kesu.complaints.models.proof import Evidence, OneSided
from kesu.complaints.models.talk import Contact, EmotionPoint, Note, Progress, Promise
from kesu.complaints.models.understanding import (
    Aggravation,
    Analysis,
    Breakdown,
    Demand,
    Gap,
    Objection,
)
from kesu.complaints.models.urging import Merging, Urge
from kesu.complaints.models.watching import Presence, Watch

__all__ = [
    "Action",
    "Aggravation",
    "Analysis",
    "Batch",
    "Breakdown",
    "Cause",
    "Complaint",
    "Contact",
    "Customer",
    "CustomerDecision",
    "Demand",
    "EmotionPoint",
    "Evidence",
    "FollowUp",
    "FormCounter",
    "Gap",
    "Merging",
    "Note",
    "Objection",
    "OneSided",
    "Order",
    "Presence",
    "Progress",
    "Promise",
    "Solution",
    "Urge",
    "Verification",
    "Watch",
]
