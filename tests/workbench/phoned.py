"""A complaint by telephone, as a form sends it."""

from typing import Any

PHONED: dict[str, Any] = {
    "channel": "hotline",
    "text": "赠品没有寄",
    "type": "1.2.5",
    "customer__phone": "13912344417",
    "ending": "promise",
    "first_contact__promise__what": "回电",
    "first_contact__promise__due": "2099-01-01T10:00",
}
PROMISED = {"promise": {"what": "回电", "due": "2099-01-01T10:00:00+08:00"}}
