"""What a check of the doctor finds, and one check asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kesu.console.words import choose

Check = Callable[[datetime], Iterator["Finding"]]


@dataclass(frozen=True)
class Finding:
    """What one check found, and what to do. ``holds`` None means: works, but look at it."""

    what: str
    holds: bool | None
    detail: str = ""
    advice: str = ""

    def line(self) -> str:
        """As it is printed; what to do stands there only where there is something to do."""
        words = {
            True: choose(zh="正常", en="ok"),
            None: choose(zh="注意", en="warning"),
            False: choose(zh="异常", en="FAULT"),
        }
        detail = " ".join(self.detail.split())
        said = f"{words[self.holds]}  {self.what}" + (f": {detail}" if detail else "")
        return said if self.holds or not self.advice else f"{said} → {self.advice}"


def heard(check: Check, at: datetime) -> Iterator[Finding]:
    """One that breaks is a fault of its own: the other checks must still be heard."""
    try:
        yield from check(at)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is what the doctor is asked
        yield Finding(check.__name__.strip("_"), holds=False, detail=str(fault))
