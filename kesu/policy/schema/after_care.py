"""善后: what is still done for a customer after a complaint was closed (A11)."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, StringConstraints

from kesu.policy.codes import Outcome
from kesu.policy.schema.base import Part, Text, Whole
from kesu.policy.schema.types import lineage


class AfterCare(Part):
    """One kind of task. ``days``: calendar days after closing. ``outcomes`` and ``types``: of which
    complaints; none: of all. ``frozen``: only where the account is still frozen.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=20)]
    name: Text
    days: Whole = Field(ge=1, le=365)
    outcomes: tuple[Outcome, ...] = ()
    types: tuple[str, ...] = ()
    frozen: bool = False

    def holds(self, *, type_code: str, outcome: str, frozen: bool) -> bool:
        """Whether a complaint of that type that ended so gets it."""
        if self.frozen and not frozen:
            return False
        if self.outcomes and outcome not in self.outcomes:
            return False
        return not self.types or any(one in self.types for one in lineage(type_code))


def owed(
    table: Iterable[AfterCare], *, type_code: str, outcome: str, frozen: bool
) -> tuple[AfterCare, ...]:
    """What a complaint of that type that ended so is followed by, in the order of the table."""
    return tuple(
        one for one in table if one.holds(type_code=type_code, outcome=outcome, frozen=frozen)
    )
