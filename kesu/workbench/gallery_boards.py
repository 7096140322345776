"""The pieces of the boards, for the page of all pieces: charts, states, what became of each."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from kesu.desk.readings_values import Point
from kesu.workbench import charts, feeling, my_state
from kesu.workbench.charts import Bar
from kesu.workbench.results import Told


def samples() -> dict[str, Any]:
    """Made-up figures; nothing of any complaint."""
    days = [Bar(n) for n in (1, 0, 2, 1, 0, 0, 1, 2, 1, 0, 1, 1)]
    near = [*days, Bar(3, "last"), Bar(7, "soon", said="7")]
    over = [*days, Bar(4, "last"), Bar(12, "breach", said="12")]
    hours = [(n, str(hour), str(6), n > 6) for hour, n in zip(range(9, 22), _DUE, strict=True)]
    says = _("Complaints each day about %(what)s") % {"what": "P-20W"}
    return {
        "charts": [
            charts.bars([*days, Bar(2, "last"), Bar(1, "now", said="1")], says=says, limit=11),
            charts.bars(near, says=says, limit=11, usual=0.8),
            charts.bars(over, says=says, limit=11, usual=0.8),
        ],
        "hours_chart": charts.blocks(
            hours,
            says=_("Due in each hour of today against who is there"),
            names=(_("Hour"), _("There")),
        ),
        "feelings": feeling.line(_FELT),
        "states": my_state.states(),
        "each_told": [
            Told("KS-20260213-7MRA4C", _("Done"), done=True),
            Told("KS-20260213-9QXB2D", _("No clause cited"), done=False),
        ],
    }


_FELT = [
    Point(datetime(2026, 2, 13, 1, tzinfo=UTC), level, by_people, turn=turn)
    for level, by_people, turn in (
        (1, False, False),
        (4, False, True),
        (4, True, False),
        (2, True, True),
        (1, False, False),
    )
]
_DUE = (0, 1, 1, 1, 0, 4, 9, 1, 2, 2, 1, 1, 3)
