"""``kesu triage train --cases``: reading is learned from what people marked in the house."""

import json
from datetime import UTC, datetime
from typing import TextIO

from kesu.console import database
from kesu.console.triage import train


def run(out: TextIO) -> int:
    """Learns here and now and says how well; from then on what arrives is read with it. Status as
    ``triage.train``; where too little is marked, what was learned before stays.
    """
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.desk import marked, reading_model

    lines = (json.dumps(row, ensure_ascii=False) for row in marked.rows())
    return train(lines, reading_model.folder(), datetime.now(tz=UTC).date(), out)
