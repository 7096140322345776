"""How many complaints a second the batch radar hears with its window full, on one core, against
reading the same lines alone.

Run as ``python bench/radar.py [COMPLAINTS] [LINES]``. LINES is a file of texts to take instead of
made-up ones; both are cut and mixed so that one in ten is of an issue that comes again. Only the
ratio compares between machines; memory is the highest of the process.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kesu.language.radar import Radar, Rule, Telling
from kesu.language.radar.radar import HELD
from kesu.language.radar.reading import read

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
HEARD = 5_000
LONG = 120


def made_texts(chance: random.Random) -> Iterator[str]:
    """Texts of about a hundred signs; words are as unequal in their number as in a language."""
    signs = [chr(code) for code in chance.sample(range(0x4E00, 0x9FA5), 3_500)]
    weights = list(accumulate(1 / (place + 10) for place in range(len(signs))))
    words = [
        "".join(chance.choices(signs, cum_weights=weights, k=chance.choice((1, 2, 2, 2, 3, 4))))
        for _ in range(30_000)
    ]
    often = list(accumulate(1 / (place + 5) for place in range(len(words))))
    while True:
        said = chance.choices(words, cum_weights=often, k=LONG // 2)
        yield "".join(said[:8]) + "。" + "".join(said[8:])


def given_texts(chance: random.Random, file: Path) -> Iterator[str]:
    """Stretches out of a file of texts."""
    pool = file.read_text(encoding="utf-8").replace("\n", " ")
    while True:
        start = chance.randrange(len(pool) - LONG)
        yield pool[start : start + LONG]


def tellings(texts: Iterator[str], chance: random.Random) -> Iterator[Telling]:
    """Complaints a minute apart; one in ten tells again, in its own words, what was told before."""
    issues = [next(texts) for _ in range(2_000)]
    for number, text in enumerate(texts):
        if chance.random() < 0.1:
            again = chance.choice(issues)
            text = again[: LONG // 2] + text[LONG // 2 :]
        at = FIRST + timedelta(minutes=number)
        yield Telling(str(number), text, at, f"c{chance.randrange(50_000)}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else HELD
    chance = random.Random(7)
    file = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    texts = given_texts(chance, file) if file else made_texts(chance)
    coming = tellings(texts, chance)
    radar = Radar(Rule(UTC, early=True))
    for one in islice(coming, count):
        radar.hear(one)
    lately = list(islice(coming, HEARD))
    start = time.process_time()
    for one in lately:
        radar.hear(one)
    heard = time.process_time() - start
    start = time.process_time()
    for one in lately:
        read(one.text)
    alone = time.process_time() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} in the window, {HEARD / heard:,.0f} complaints/s", end="")
    print(f"   {heard / alone:.1f} times reading alone   {most:,.0f} MB")


if __name__ == "__main__":
    main()
