"""What a task asks, in the language of whoever reads it."""

from django.utils.translation import gettext as _

from kesu.consults.models import Consult

BY_VERDICT = "E05"
"""The rule of a task that opens with the verdict: it keeps who it is about and what was found."""


def kept(names: str, found: str) -> str:
    """What such a task keeps: who it is about on the first line, what was found below."""
    return f"{names}\n{found}"


def question_of(row: Consult) -> str:
    """What the department is asked: the words of who asked, else those of the rule."""
    if row.rule != BY_VERDICT:
        return row.question
    names, _newline, found = row.question.partition("\n")
    lines = [
        names or _("The merchant is not named."),
        _("Found: %(reason)s") % {"reason": found},
        _("Please clear it up with the merchant and answer."),
    ]
    if row.asks_measure:
        lines.append(_("Please say as well what measure was taken, when, and with what proof."))
    return "\n".join(lines)
