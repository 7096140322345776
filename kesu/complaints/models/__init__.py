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
from kesu.complaints.models.talk import Contact, EmotionPoint, Note, Progress, Promise
from kesu.complaints.models.urging import Merging, Urge

__all__ = [
    "Action",
    "Batch",
    "Cause",
    "Complaint",
    "Contact",
    "Customer",
    "CustomerDecision",
    "EmotionPoint",
    "FollowUp",
    "FormCounter",
    "Merging",
    "Note",
    "Order",
    "Progress",
    "Promise",
    "Solution",
    "Urge",
    "Verification",
]
