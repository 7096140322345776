"""The words of the 投诉处理单, as the paper of the trade has them (E86)."""

from typing import Any

from django.utils.translation import gettext_lazy

LABELS: dict[str, Any] = {
    "form_no": gettext_lazy("Number of the form"),
    "channel": gettext_lazy("Channel"),
    "accepted": gettext_lazy("Accepted, and by whom"),
    "customer": gettext_lazy("Customer / member number / level"),
    "phone": gettext_lazy("Phone"),
    "matter": gettext_lazy("Order / merchant / product"),
    "type": gettext_lazy("Type code and grade"),
    "urgent": gettext_lazy("Urgent, and why"),
    "text": gettext_lazy("What is complained of"),
    "sought": gettext_lazy("Remedy sought"),
    "verified": gettext_lazy("What was verified, and the verdict"),
    "merchant": gettext_lazy("The merchant's answer"),
    "responsible": gettext_lazy("Who is responsible"),
    "solution": gettext_lazy("Solution, and the clause it rests on"),
    "remedies": gettext_lazy("Compensation and indemnity in detail"),
    "approval": gettext_lazy("What the approver says"),
    "replied": gettext_lazy("Replied, and how"),
    "position": gettext_lazy("What the customer says to it"),
    "final": gettext_lazy("Final solution"),
    "actions": gettext_lazy("Done in other systems (reference)"),
    "told": gettext_lazy("Merchant told a second time"),
    "follow_up": gettext_lazy("Follow-up: when, result, satisfaction"),
    "closed": gettext_lazy("When it ended"),
    "disposition": gettext_lazy("What is to be improved"),
    "attachments": gettext_lazy("List of attachments"),
}
STAGE_NAMES: tuple[Any, ...] = (
    gettext_lazy("Stage 1: drawn up"),
    gettext_lazy("Stage 2: with the reply"),
    gettext_lazy("Stage 3: completed"),
)
ACTS: dict[str, Any] = {
    "accepted": gettext_lazy("Accepted by"),
    "proposed": gettext_lazy("Handled by"),
    "approved": gettext_lazy("Approved by"),
    "returned": gettext_lazy("Returned by"),
    "mandate": gettext_lazy("Approved by mandate"),
    "replied": gettext_lazy("Replied by"),
    "executed": gettext_lazy("Carried out by"),
    "followed_up": gettext_lazy("Followed up by"),
    "closed": gettext_lazy("Closed by"),
    "archived": gettext_lazy("Closed internally by"),
}
SIDES: dict[str, Any] = {
    "favourable": gettext_lazy("Favourable"),
    "unfavourable": gettext_lazy("Unfavourable"),
    "neutral": gettext_lazy("Neutral"),
}
