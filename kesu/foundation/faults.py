"""What a caller did wrong, as values: where, what, and what was expected."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault of an input; ``loc`` is the dotted place (``customer.phone``), "" for the whole."""

    loc: str
    message: str
    expected: str = ""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """An input that cannot be used. Nothing was changed. ``code`` is stable, the texts are not."""

    def __init__(self, faults: Iterable[Fault], *, code: str = "input") -> None:
        self.faults = tuple(faults)
        self.code = code
        super().__init__("; ".join(f"{fault.loc}: {fault.message}" for fault in self.faults))
