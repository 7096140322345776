"""Words of what a case is about, where it leads and how it ended."""

from typing import Any

from django.utils.translation import gettext_lazy

from kesu.desk.words import word
from kesu.policy.codes import CasePath, ObjectionClass, RaisedBy, ResultGrade

PATHS: dict[str, Any] = {
    CasePath.self_: gettext_lazy("Solve it yourself"),
    CasePath.raise_: gettext_lazy("Raise it to whoever has the authority"),
    CasePath.ask_resource: gettext_lazy("Ask for the resource that is lacking"),
    CasePath.stop_loss: gettext_lazy("Limit the loss"),
}

OBJECTIONS: dict[str, Any] = {
    ObjectionClass.misunderstood: gettext_lazy("A misunderstanding"),
    ObjectionClass.fair: gettext_lazy("A fair objection"),
    ObjectionClass.unfair: gettext_lazy("An unfair objection"),
}

METHODS: dict[str, Any] = {
    ObjectionClass.misunderstood: gettext_lazy("Say it back, then make it clear."),
    ObjectionClass.fair: gettext_lazy("Ask in return, stress the benefit, work it out together."),
    ObjectionClass.unfair: gettext_lazy("Say it back, and listen."),
}
"""How each class is met (E81)."""

RAISED_BY: dict[str, Any] = {
    RaisedBy.advert: gettext_lazy("Advertising"),
    RaisedBy.service: gettext_lazy("Our service staff"),
    RaisedBy.page: gettext_lazy("The product page"),
    RaisedBy.merchant: gettext_lazy("The merchant"),
    RaisedBy.other: gettext_lazy("Something else"),
}

RESULTS: dict[str, Any] = {
    ResultGrade.nipped: gettext_lazy("Nipped in the bud"),
    ResultGrade.turned: gettext_lazy("Turned into satisfaction"),
    ResultGrade.eased: gettext_lazy("Only eased"),
}

KINDS: dict[str, Any] = {
    "attitude": gettext_lazy("Attitude towards a customer"),
    "efficiency": gettext_lazy("Efficiency of the handling"),
}
"""What a policy may call an entry on a colleague's record; another word stands for itself."""


def kind_word(code: str) -> str:
    """The word for an entry on a colleague's record."""
    return word(KINDS, code)


def path_word(code: str) -> str:
    """The recommended path in words."""
    return word(PATHS, code)
