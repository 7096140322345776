"""What is learnt and how it is shown: reviews, the record of colleagues, words of a solution."""

from pydantic import Field

from kesu.policy.codes import Tier
from kesu.policy.schema.base import Part, Text, Whole, Words


class CaseReviews(Part):
    """Which complaints are reviewed before their inner side ends (A12): from a tier, urgent ones,
    those of a batch.
    """

    from_tier: Tier | None = Tier.D
    urgent: bool = True
    batch: bool = True


class Conduct(Part):
    """What a verified complaint about a colleague means for them (E51, E52).

    ``kinds``: what it is called on their record, by type or group. ``coach_within_workdays``: how
    soon they are to be helped.
    """

    kinds: dict[str, str] = Field(default_factory=dict)
    coach_within_workdays: Whole = Field(default=5, ge=0, le=60)


class Solutions(Part):
    """Words that show the parts of a solution (D41, E76), and the script of a refusal (E45)."""

    options: Whole = Field(default=2, ge=0, le=10)
    emotional: tuple[Words, ...] = ()
    material: tuple[Words, ...] = ()
    apology: tuple[Words, ...] = ()
    refusal: Text | None = None
