"""One complaint as the radar hears it. Pure."""

from dataclasses import dataclass
from datetime import datetime

_THINGS = ("campaign", "product", "merchant")


@dataclass(frozen=True)
class Telling:
    """``received`` with an offset. ``customer`` "" is somebody not identified. The others are
    what is known beside the text, "" where it is not; ``type`` is a code of the policy.
    """

    id: str
    text: str
    received: datetime
    customer: str = ""
    type: str = ""
    product: str = ""
    merchant: str = ""
    place: str = ""
    campaign: str = ""

    @property
    def known(self) -> dict[str, str]:
        """What is known beside the text, written one way."""
        named = {name: getattr(self, name).strip() for name in (*_THINGS, "place")}
        return {name: value.casefold() for name, value in named.items() if value}

    @property
    def key(self) -> str:
        """Type and the one thing it is about, as the fixed rule counts; "" when that is unknown."""
        known = self.known
        thing = next((name for name in _THINGS if name in known), None)
        return f"{self.type}|{thing}|{known[thing]}" if thing and self.type else ""
