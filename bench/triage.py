"""How many texts a second triage reads on one core, and how much memory that takes.

Run as ``python bench/triage.py [LINES [MODEL]]``: LINES is a file of texts, one a line, to take
instead of made-up ones; MODEL a folder of ``kesu triage train``. Time is that of the processor.
"""

import random
import resource
import sys
import time
from pathlib import Path

from kesu.console.triage import load
from kesu.language.triage import read_many

TEXTS = 10_000
AT_ONCE = 500
SAID = (
    "包装完好，物流很快，很满意",
    "收到货发现少了一件，联系客服一直没人回复",
    "请问什么时候发货，订单已经三天了",
    "质量太差了，用了两天就坏，要求退款",
    "再不处理我就打12315投诉，顺便找记者曝光",
    "我不想投诉，给个说法就行",
    "用完脸上过敏，又红又肿，去了医院",
    "客服让我自己去起诉，态度恶劣，互相推诿",
)


def made_texts() -> list[str]:
    """Texts of the length of a review, one to four sentences."""
    chance = random.Random(5)
    return ["。".join(chance.choices(SAID, k=chance.randint(1, 4))) for _ in range(TEXTS)]


def main() -> None:
    """Prints one line."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    texts = given.read_text(encoding="utf-8").splitlines()[:TEXTS] if given else made_texts()
    model = load(Path(sys.argv[2])) if len(sys.argv) > 2 else None
    read_many(texts[:AT_ONCE], model=model)
    begun = time.process_time()
    for first in range(0, len(texts), AT_ONCE):
        read_many(texts[first : first + AT_ONCE], model=model)
    passed = time.process_time() - begun
    long = sum(map(len, texts)) / len(texts)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(texts) / passed:,.0f} texts/s of {long:.0f} signs, {held} MB")


if __name__ == "__main__":
    main()
