"""What a version of the rules watches, in words: each rule with its numbers (A02, A20, A21)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kesu.policy.schema import Pack
from kesu.policy.schema.watching import CLAIM_RULES, ORDER_RULES, WatchRule


@dataclass(frozen=True)
class Setting:
    """One value that may be changed: where it stands in the pack, and how it reads."""

    path: tuple[str, ...]
    label: str
    value: str
    switch: bool = False


def rows(pack: Pack, language: str) -> Iterator[tuple[str, str]]:
    """Every season, rule and wait, on a line of its own."""
    for season in pack.watching.seasons:
        months = ", ".join(map(str, season.months))
        said = _("in month %(months)s: words %(levels)s level higher, waits %(percent)s%%")
        told = {"months": months, "levels": season.raises, "percent": season.percent}
        yield season.name.say(language), said % told
    for one in settings(pack, language):
        value = one.value
        if one.switch:
            value = _("yes") if value == "true" else _("no")
        yield one.label, value


def settings(pack: Pack, language: str) -> Iterator[Setting]:
    """What may be switched and counted otherwise, with its path in the pack."""
    watching = pack.watching
    for order in watching.orders:
        yield from _of_rule(("watching", "orders"), order, ORDER_RULES, language)
    claims: tuple[str, ...] = ("watching", "claims")
    for claim in watching.claims.rules:
        yield from _of_rule((*claims, "rules"), claim, CLAIM_RULES, language)
        yield Setting(
            (*claims, "rules", claim.code, "weight"),
            f"{claim.name.say(language)} · {_('weight')}",
            str(claim.weight),
        )
    about = _("Suspected professional claims (behaviour)")
    for name, word in (
        ("shown_from", _("shown from a score of")),
        ("expires_days", _("forgotten after days")),
    ):
        yield Setting((*claims, name), f"{about} · {word}", str(getattr(watching.claims, name)))
    yield from _silence(pack)


def _of_rule(
    path: tuple[str, ...], rule: WatchRule, known: dict[str, tuple[str, ...]], language: str
) -> Iterator[Setting]:
    name, here = rule.name.say(language), (*path, rule.code)
    on = "true" if rule.on else "false"
    yield Setting((*here, "on"), f"{name} · {_('switched on')}", on, switch=True)
    words = {"at_least": _("at least"), "within_days": _("within days"), "hours": _("hours late")}
    for field in known.get(rule.code, ()):
        yield Setting((*here, field), f"{name} · {words[field]}", str(getattr(rule, field)))


def _silence(pack: Pack) -> Iterator[Setting]:
    words = {
        "emotion": _("from emotion"),
        "unanswered_minutes": _("talk without an answer, minutes"),
        "quiet_minutes": _("talk gone quiet after an answer, minutes"),
        "case_days": _("open complaint without a word, days"),
        "most_days": _("looked for back to, days"),
    }
    silence = pack.watching.silence
    about = _("Upset and gone quiet")
    on = "true" if silence.on else "false"
    yield Setting(("watching", "silence", "on"), f"{about} · {_('switched on')}", on, switch=True)
    for name, word in words.items():
        value = str(getattr(silence, name))
        yield Setting(("watching", "silence", name), f"{about} · {word}", value)
