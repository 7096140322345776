"""In which stage of a complaint somebody is (D30): what the text above all wants. Pure.

期待 to be helped, 尊重 to be heard, 求偿 to be paid, 报复 to strike back, 发泄 to be rid of it.
"""

from collections.abc import Mapping, Sequence

from kesu.language.risk import LIVE, Finding

STAGES = ("none", "expect", "respect", "compensation", "revenge", "vent")

_THREATS = ("media", "regulator", "lawsuit", "police", "self_harm", "group_action")
_UPSET = 2


def stage(said: Sequence[Finding], risks: Mapping[str, float], emotion: int) -> str:
    """The stage that most is said for; ``said`` are the findings of ``stage.toml``."""
    told = dict.fromkeys(STAGES, 0.0)
    for one in said:
        told[one.label] = max(told[one.label], one.weight) + _MORE * one.weight
    if risks["refund_demand"] >= LIVE:
        told["compensation"] += _MONEY
    if max(risks[label] for label in _THREATS) >= LIVE and told["revenge"]:
        told["revenge"] += _STRIKE
    best = max(told, key=lambda name: told[name])
    heard = told["revenge"] or any(one.rule in _CALM for one in said)
    if told[best] < _ENOUGH or (emotion == 0 and not heard):
        return "vent" if emotion >= _UPSET else "none"
    return best


_CALM = frozenset({"respect.superior"})
"""Rules that tell a stage even in calm words: who asks for the manager wants to be heard."""
_MORE = 0.1
_MONEY = 0.25
_STRIKE = 0.3
_ENOUGH = 0.5
