"""What is read in the customer's words, in ours."""

from typing import Any

from django.utils.translation import gettext_lazy

RISKS: dict[str, Any] = {
    "media": gettext_lazy("Media exposure"),
    "regulator": gettext_lazy("Goes to the authorities"),
    "lawsuit": gettext_lazy("Lawsuit"),
    "self_harm": gettext_lazy("Self-harm"),
    "group_action": gettext_lazy("Joint action"),
    "safety": gettext_lazy("Danger to people"),
    "police": gettext_lazy("Police"),
    "refund_demand": gettext_lazy("Wants money back"),
    "quit": gettext_lazy("Will leave"),
    "professional_claimant": gettext_lazy("Wording of a claimant"),
}
DIMENSIONS: dict[str, Any] = {
    "finance": gettext_lazy("The company's money"),
    "government": gettext_lazy("The eye of the authorities"),
    "public": gettext_lazy("A public crisis"),
}
STAGES: dict[str, Any] = {
    "none": gettext_lazy("Nothing to see"),
    "expect": gettext_lazy("Expectation"),
    "respect": gettext_lazy("Respect and fairness"),
    "compensation": gettext_lazy("Compensation sought"),
    "revenge": gettext_lazy("Retaliation"),
    "vent": gettext_lazy("Venting"),
}
STAGE_BECAUSE: dict[str, Any] = {
    "read": gettext_lazy("read in their words"),
    "said": gettext_lazy("said by a colleague"),
    "no_plan": gettext_lazy("two talks and no solution proposed yet"),
    "unsatisfied": gettext_lazy("two talks left them unsatisfied"),
}
FACTS: dict[str, Any] = {
    "amount": gettext_lazy("the sum asked for"),
    "from_authority": gettext_lazy("it came from an authority"),
    "mandated": gettext_lazy("a deadline was set from above"),
    "official": gettext_lazy("the customer holds an office"),
    "from_media": gettext_lazy("it came from the media"),
    "exposed": gettext_lazy("it is public already"),
    "press": gettext_lazy("the customer is of the press"),
    "batch": gettext_lazy("it belongs to a batch"),
}
FACTORS: dict[str, Any] = {
    "emotion": gettext_lazy("Emotion"),
    "contacts_without_result": gettext_lazy("Talks and chases without result"),
    "broken_promises": gettext_lazy("Promises broken"),
    "breached_clocks": gettext_lazy("Deadlines passed"),
    "risk_words": gettext_lazy("Gravest risk read"),
    "customer_level": gettext_lazy("Level of the customer"),
    "days_open": gettext_lazy("Days open"),
}
SOURCES: dict[str, Any] = {
    "telling": gettext_lazy("The complaint itself"),
    "contact": gettext_lazy("What was said in a talk"),
    "message": gettext_lazy("A chat message"),
    "urge": gettext_lazy("Said while chasing"),
}
MEANT: dict[str, Any] = {
    "meant": gettext_lazy("meant as said"),
    "negated": gettext_lazy("taken back"),
    "negated_after": gettext_lazy("taken back"),
    "asked": gettext_lazy("only asked"),
    "asked_after": gettext_lazy("only asked"),
    "wished": gettext_lazy("only wished"),
    "closed": gettext_lazy("over and done"),
    "long_ago": gettext_lazy("long ago"),
    "others": gettext_lazy("of somebody else"),
    "advised": gettext_lazy("an advice to others"),
    "heard": gettext_lazy("only heard of"),
    "story": gettext_lazy("told as a story"),
    "jest": gettext_lazy("a figure of speech"),
    "answered": gettext_lazy("repeats what they were told"),
    "book": gettext_lazy("about a book or a film"),
    "dared": gettext_lazy("repeats a dare"),
    "house": gettext_lazy("written by a shop"),
    "likened": gettext_lazy("a comparison"),
    "likened_after": gettext_lazy("a comparison"),
    "offered": gettext_lazy("somebody else told to do it"),
    "pondered": gettext_lazy("only considered"),
    "learned": gettext_lazy("learned from marks"),
    "person": gettext_lazy("said by a colleague"),
}


_WEAKER = gettext_lazy("weakened by what stands beside it")


def meant(code: str) -> str:
    """How words are meant; of a rule that has no word of its own that something weakens them."""
    return str(MEANT.get(code, _WEAKER))
