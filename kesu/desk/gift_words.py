"""Words of what is given, paid, demanded and made public. Codes fall back to themselves."""

from typing import Any

from django.utils.translation import gettext_lazy

TONES: dict[str, Any] = {
    "empathy": gettext_lazy("Feels with the customer"),
    "liability": gettext_lazy("Owns up"),
}
PAYERS: dict[str, Any] = {
    "us": gettext_lazy("We pay"),
    "platform": gettext_lazy("The platform deducts it"),
    "merchant": gettext_lazy("The merchant pays"),
}
PAY_RESULTS: dict[str, Any] = {
    "paid": gettext_lazy("Paid"),
    "failed": gettext_lazy("Payment came back"),
}
STATES: dict[str, Any] = {
    "planned": gettext_lazy("Waits for approval"),
    "approved": gettext_lazy("Promised"),
    "given": gettext_lazy("Given"),
    "failed": gettext_lazy("Payment came back"),
    "dropped": gettext_lazy("Taken back"),
}
LEDGERS: dict[str, Any] = {
    "compensation": gettext_lazy("Goodwill"),
    "indemnity": gettext_lazy("Liability"),
    "refund": gettext_lazy("Refunds"),
}
DEMANDS: dict[str, Any] = {
    "refund": gettext_lazy("Money back"),
    "triple": gettext_lazy("Three times the price"),
    "tenfold": gettext_lazy("Ten times the price"),
    "apology": gettext_lazy("An apology"),
    "non_money": gettext_lazy("No money: something else"),
    "other": gettext_lazy("Something else"),
}
EXPOSED: dict[str, Any] = {
    "press": gettext_lazy("Press"),
    "tv": gettext_lazy("Television"),
    "weibo": gettext_lazy("Weibo"),
    "wechat": gettext_lazy("WeChat"),
    "douyin": gettext_lazy("Douyin"),
    "forum": gettext_lazy("Forum"),
    "review": gettext_lazy("Public review"),
    "other": gettext_lazy("Other"),
}
REASONS: dict[str, Any] = {
    "base": gettext_lazy("Where the table begins"),
    "loss": gettext_lazy("Share of the loss"),
    "level": gettext_lazy("Level of the customer"),
    "stage": gettext_lazy("How far it has come"),
    "fault": gettext_lazy("Whose fault it is"),
    "bounds": gettext_lazy("Bounds of the table"),
    "cap": gettext_lazy("Your own mandate"),
}
STAGES: dict[str, Any] = {
    "first": gettext_lazy("First complaint"),
    "repeated": gettext_lazy("Talks led nowhere"),
    "exposed": gettext_lazy("Made public"),
}
