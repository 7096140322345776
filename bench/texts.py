"""Reading what people write: watched words in millions of short messages, a list of 20,000 words,
types suggested, texts that mean harm, how alike two questions are; each against plain work on the
same texts in the same run.

Run as ``python bench/texts.py [MESSAGES]``. Only the ratios compare between machines.
"""

import json
import os
import random
import resource
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from itertools import product
from pathlib import Path
from typing import Any

from kesu.console.watch import run
from kesu.language import plain
from kesu.language.classify import Model
from kesu.language.learn import learn
from kesu.language.normalise import normalise
from kesu.language.packing import pack
from kesu.language.similar import compare
from kesu.language.watchlists import of_toml

_ONE = "投诉 举报 曝光 起诉 法院 律师 消协 工商 媒体 记者 报警 质量 假货 中毒 过敏 爆炸 起火 漏电"
_TWO = "平台 热线 部门 局长 电话 材料 视频 证据 微博 头条 论坛 报纸 电视 晚会 现场 公司 老板 医院"
_MORE = "今天 明天 昨天 上午 下午 晚上 马上 立刻 已经 正在 准备 打算 一定 肯定 必须 可能 也许 难道"
_TALK = (
    "你好请问一下我上周买的东西到现在还没有发货能帮我查看订单什么时候可以送到呢谢谢麻烦您了客服在吗"
    "退款可是系统提示不行那边说要等三天好的知道了先这样吧地址是城东路小区几号楼"
)
_MATTERS = {
    "goods": "杯子 底部 漏水 开裂 掉色 发烫 松动 焦味",
    "delivery": "快递 物流 包裹 迟到 送货 派件 在途 签收",
    "staff": "客服 态度 不耐烦 挂断 反问 推诿 嘲笑 坐席",
    "points": "积分 清零 兑换 到期 会员 等级 权益 活动",
}
_HARM = {"one sign": "啊", "zero-width joiner": "\u200d", "right to left": "\u202e", "投": "投"}


def words(count: int) -> str:
    """A watch list of so many words."""
    made = ["".join(pieces) for pieces in product(_ONE.split(), _TWO.split())]
    made += ["".join(pieces) for pieces in product(_ONE.split(), _TWO.split(), _MORE.split())]
    made += ["".join(pieces) for pieces in product(_MORE.split(), _ONE.split(), _TWO.split())]
    made += ["".join(pieces) for pieces in product(_MORE.split(), _MORE.split(), _ONE.split())]
    said = dict.fromkeys(made)
    table = '[[word]]\nterm = "{}"\ngroup = "quality"\nlevel = 2\nvariants = ["{}"]\n'
    return "\n".join(table.format(word, word[::-1]) for word in list(said)[:count])


def messages(count: int, chance: random.Random) -> bytes:
    """Lines of thirty characters, every two hundredth with a watched word."""
    lines = []
    for number in range(count):
        text = "".join(chance.choices(_TALK, k=30))
        if number % 200 == 0:
            text = f"{text[:13]}投诉平台{text[17:]}"
        lines.append(json.dumps({"id": number, "text": text}, ensure_ascii=False))
    return "\n".join(lines).encode() + b"\n"


def seconds(work: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> float:
    """The best of three, of the processor alone unless another clock is given: what others do on
    the machine is not in it.
    """
    taken = []
    for _ in range(3):
        start = clock()
        work()
        taken.append(clock() - start)
    return min(taken)


def scan(lines: Path, watched: Path, workers: int) -> None:
    with TextIOWrapper(BytesIO(), encoding="utf-8") as out, lines.open("rb") as asked:
        assert run(asked, watched, workers, out) == 0


def told(name: str, ours: float, reference: float, said: str) -> None:
    print(f"{name:<34}{said:>26}   ratio {reference / ours:>8.2f}")


def watch(count: int, chance: random.Random, folder: Path) -> None:
    lines, watched = folder / "messages.jsonl", folder / "words.toml"
    lines.write_bytes(messages(count, chance))
    watched.write_text(words(2_000), encoding="utf-8")
    reference = seconds(lambda: [json.loads(line) for line in lines.open("rb")])
    alone = seconds(lambda: scan(lines, watched, 1))
    waited = seconds(lambda: scan(lines, watched, 1), time.perf_counter)
    among = seconds(lambda: scan(lines, watched, 2), time.perf_counter)
    told("watch, 2,000 words (json alone)", alone, reference, f"{count / alone:,.0f} messages/s")
    told("  two processes, waited for (one)", among, waited, f"{count / among:,.0f} messages/s")
    content = words(20_000)
    ours, theirs = seconds(lambda: of_toml(content)), seconds(lambda: tomllib.loads(content))
    told("20,000 words made ready (tomllib)", ours, theirs, f"{ours * 1000:,.0f} ms")
    read = seconds(lambda: plain.loads(content, "word"))
    told("  of these, read (tomllib)", read, theirs, f"{read * 1000:,.0f} ms")


def harm() -> None:
    """A text of a megabyte, against an ordinary one as long."""
    watched = of_toml(words(2_000))
    ordinary = (_TALK * (1_000_000 // len(_TALK) + 1))[:1_000_000]
    reference = seconds(lambda: (normalise(ordinary), watched.scan(ordinary)))
    for name, sign in _HARM.items():
        text = sign * 1_000_000
        ours = seconds(lambda text=text: (normalise(text), watched.scan(text)))  # type: ignore[misc]
        told(f"1 MB of {name} (any text)", ours, reference, f"{ours * 1000:,.0f} ms")


def types(chance: random.Random) -> None:
    def letter(matter: str) -> str:
        said = chance.choices(_MATTERS[matter].split(), k=6)
        return "".join(f"{''.join(chance.choices(_TALK, k=12))}{word}，" for word in said)

    labels = [chance.choice(list(_MATTERS)) for _ in range(3_000)]
    texts = [letter(one) for one in labels]
    start = time.perf_counter()
    model, report = learn(texts, labels)
    print(f"learned from {len(texts):,} texts in {time.perf_counter() - start:.1f} s", end=", ")
    print(f"macro-F1 {report.macro_f1:.3f}, {len(pack(model)) / 1e6:.1f} MB")
    suggest(model, [letter(chance.choice(labels)) for _ in range(6_000)])


def suggest(model: Model, asked: list[str]) -> None:
    reference = seconds(lambda: [Counter(text) for text in asked])
    ours = seconds(lambda: model.guess(asked))
    told("type suggested (signs counted)", ours, reference, f"{len(asked) / ours:,.0f} texts/s")
    few = asked[:300]
    one = seconds(lambda: [model.guess([text]) for text in few])
    told("  one at a time (together)", one / 300, ours / len(asked), f"{one / 0.3:.2f} ms each")


def questions(chance: random.Random) -> None:
    asked = [
        ("".join(chance.choices(_TALK, k=14)), "".join(chance.choices(_TALK, k=14)))
        for _ in range(20_000)
    ]

    def pairs() -> None:
        for one, other in asked:
            a, b = ({text[at : at + 2] for at in range(13)} for text in (one, other))
            len(a & b)

    ours = seconds(lambda: [compare(one, other) for one, other in asked])
    told(
        "two questions (pairs of signs)", ours, seconds(pairs), f"{len(asked) / ours:,.0f} pairs/s"
    )


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    chance = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        watch(count, chance, Path(folder))
    harm()
    questions(chance)
    types(chance)
    kept = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory held: {kept:,.0f} MB, of it the messages made here")


if __name__ == "__main__":
    main()
