"""``kesu classify train --cases``: the types are learned from the house's own closed cases."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kesu.console import database
from kesu.console.classify import say_report
from kesu.console.words import UNUSABLE, say

_BY = "system:console"


def run() -> int:
    """Learns here and now and says how well. Status 2 where there are too few closed cases: then
    what was learned before stays.
    """
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.intake import taught
    from kesu.journeys import learning

    told = learning.learn(by=_BY, at=datetime.now(tz=UTC))
    if told is None:
        most, each = taught.FEWEST, taught.FEWEST_OF_A_TYPE
        say(
            zh=f"已结案太少：至少要{most}件，且有两个类型各{each}件以上",
            en=f"too few closed cases: needed are {most}, and two types with {each} of them each",
        )
        return UNUSABLE
    _tell(told, taught.folder())
    return 0


def _tell(told: Mapping[str, Any], folder: Path) -> None:
    say(
        zh=f"从{told['about']['cases']}件已结案学到{len(told['labels'])}个类型：{folder}",
        en=f"learned {len(told['labels'])} types from {told['about']['cases']} cases: {folder}",
    )
    say_report(told)
