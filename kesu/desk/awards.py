"""What the law could award on a complaint, in figures and words: advice, with its source (A53)."""

from dataclasses import replace

from django.utils.translation import gettext as _

from kesu.complaints.models import Complaint, Demand, Order
from kesu.policy.schema import Pack
from kesu.remedies.rules import Figure, exposure

_HUNDRED = 100


def price_of(complaint: Complaint) -> int | None:
    """分 of the order the complaint names, where it is known."""
    if not complaint.order:
        return None
    rows = Order.objects.filter(external_id=complaint.order)
    return rows.values_list("amount", flat=True).first()


def for_demand(
    complaint: Complaint,
    demand: Demand,
    pack: Pack,
    *,
    units: int | None = None,
    needed: int | None = None,
) -> list[Figure]:
    """The articles for one demand, as they stood on the day it was said. The price is that of the
    order where it is known, else the amount that was said.
    """
    known = price_of(complaint)
    figures = exposure(
        pack.awards,
        day=demand.at.astimezone(pack.tz).date(),
        demand=demand.kind,
        price=demand.amount if known is None else known,
        units=units,
        needed=needed,
    )
    return figures if known is not None else [replace(one, said=True) for one in figures]


def in_words(figure: Figure, pack: Pack, language: str) -> str:
    """One figure as a sentence: what, how much and why, which article of which law since when."""
    name = next(one.name for one in pack.awards if one.code == figure.award)
    found = [name.say(language)]
    if figure.amount is not None and figure.base is not None:
        found.append(_sum(figure))
    if figure.floor is not None and figure.base is not None:
        found.append(_floor(figure))
    if figure.said and figure.base is not None and not figure.of_loss:
        found.append(_("No price of the order is known; the amount that was said stands for it."))
    source = _("Source: %(law)s, %(article)s, in force since %(day)s; confidence %(grade)s.")
    found.append(
        source
        % {
            "law": figure.source,
            "article": figure.article,
            "day": figure.since.isoformat() if figure.since else "",
            "grade": figure.confidence,
        }
    )
    found.append(_("As advice."))
    return " ".join(found)


def _sum(figure: Figure) -> str:
    words = {"times": figure.times, "base": yuan(figure.base), "amount": yuan(figure.amount)}
    if figure.floored:
        return _("%(times)s × %(base)s is less than the floor: %(amount)s.") % words
    return _("%(times)s × %(base)s = %(amount)s.") % words


def _floor(figure: Figure) -> str:
    word = {"floor": yuan(figure.floor)}
    if figure.floored:
        return _("The floor of %(floor)s applies.") % word
    return _("The floor of %(floor)s is not reached.") % word


def yuan(cents: int | None) -> str:
    """``¥2,980.00``."""
    return "" if cents is None else f"¥{cents // _HUNDRED:,}.{cents % _HUNDRED:02d}"
