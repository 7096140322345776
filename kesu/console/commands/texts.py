"""Reading texts in lines of JSON; no database is asked, but to learn from the house's own cases."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kesu.console.commands.base import PLAIN, app
from kesu.console.commands.judging import Lines, open_input

classify = typer.Typer(help="投诉类型的建议（JSONL）· Suggest types (JSONL)", **PLAIN)
app.add_typer(classify, name="classify")
watch = typer.Typer(help="敏感词（JSONL）· Watched words (JSONL)", **PLAIN)
app.add_typer(watch, name="watch")


class _OrRead(TyperGroup):
    """Reads texts where no other word of the group is said: ``kesu triage FILE``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        said = args[0] if args else ""
        return super().parse_args(
            ctx, args if said in (*self.commands, "--help", "-h") else ["read", *args]
        )


triage = typer.Typer(
    help="风险、情绪与阶段（JSONL）· Risks, emotion and stage (JSONL)",
    cls=_OrRead,
    **(PLAIN | {"no_args_is_help": False}),
)
app.add_typer(triage, name="triage")

Labels = Annotated[Path | None, typer.Option(help="已标注的文本 · labelled texts (JSONL)")]
Cases = Annotated[bool, typer.Option("--cases", help="从本库已结案学习 · learn from closed cases")]
Marked = Annotated[
    bool, typer.Option("--cases", help="从本库人工更正学习 · learn from what people marked here")
]
Where = Annotated[Path | None, typer.Option("--model", help="模型目录 · folder of the model")]
Folder = Annotated[Path, typer.Option("--model", help="模型目录 · folder of the model")]


@classify.command(help="从已标注的文本学习 · Learn from labelled texts")
def train(labels: Labels = None, model: Where = None, cases: Cases = False) -> None:
    if cases and not labels and not model:
        from kesu.console.learning import run

        raise typer.Exit(run())
    if cases or not labels or not model:
        raise typer.BadParameter("--labels FILE --model DIR | --cases")
    from kesu.console.classify import train as work

    with open_input(labels) as lines:
        raise typer.Exit(work(lines, model, sys.stdout))


@classify.command(help="给出类型建议 · Suggest the type of each text")
def predict(model: Folder, file: Lines = None) -> None:
    from kesu.console.classify import predict as work

    with open_input(file) as lines:
        raise typer.Exit(work(lines, model, sys.stdout))


@app.command(help="两段文字像不像（JSONL）· How alike two texts are (JSONL)")
def similar(file: Lines = None) -> None:
    from kesu.console.similar import run

    with open_input(file) as lines:
        raise typer.Exit(run(lines, sys.stdout))


@watch.command(help="找出含敏感词的文字 · Find the texts that hold watched words")
def scan(
    file: Lines = None,
    words: Annotated[
        Path | None, typer.Option("--list", help="敏感词表 · watch list (TOML)")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="进程数 · processes")] = 1,
) -> None:
    from kesu.console.watch import run

    with open_input(file) as lines:
        raise typer.Exit(run(lines, words, workers, sys.stdout))


@watch.callback()
def _watch() -> None:
    """Keeps ``scan`` a word of its own, although it is the only one."""


class Per(StrEnum):
    """Within what as many count."""

    day = "day"
    week = "7d"


@app.command(help="批量投诉雷达（JSONL）· What many complain about at once (JSONL)")
def batches(
    file: Lines = None,
    over: Annotated[int, typer.Option(min=0, help="超过几件算批量 · a batch is more than")] = 10,
    per: Annotated[Per, typer.Option(help="统计范围 · counted within")] = Per.day,
    early: Annotated[bool, typer.Option("--early", help="提前预警 · warn early")] = False,
) -> None:
    from kesu.console.batches import run
    from kesu.deadlines.rules import zone_named
    from kesu.policy.loading import load

    zone = zone_named(load("loyalty").zone)
    with open_input(file) as lines:
        raise typer.Exit(
            run(lines, sys.stdout, over=over, week=per is Per.week, early=early, zone=zone)
        )


@triage.command(
    "read", help="读每行的id与text，可省略本词 · Read lines of id and text (the default)"
)
def read_risks(
    file: Lines = None,
    model: Annotated[
        Path | None, typer.Option(help="模型目录，没有则只用规则 · folder of the model")
    ] = None,
) -> None:
    from kesu.console.triage import run

    with open_input(file) as lines:
        raise typer.Exit(run(lines, model, sys.stdout))


@triage.command(
    "train",
    help="从人工标注学习，每行id、text与标注：label或labels（angry等心情、风险标签或0至5）、"
    "risks（数组或对象）、各风险标签（0或1）、emotion（0至5）、anger（0或1） · "
    "Learn from marked texts; a line has id, text and: label or labels (a mood such as angry, a "
    "risk, or 0 to 5), risks (list or object), the name of a risk (0 or 1), emotion (0 to 5), or "
    "anger (0 or 1)",
)
def learn_risks(labels: Labels = None, model: Where = None, cases: Marked = False) -> None:
    from datetime import UTC, datetime

    if cases and not labels and not model:
        from kesu.console.triage_cases import run

        raise typer.Exit(run(sys.stdout))
    if cases or not labels or not model:
        raise typer.BadParameter("--labels FILE --model DIR | --cases")
    from kesu.console.triage import train as work

    with open_input(labels) as lines:
        raise typer.Exit(work(lines, model, datetime.now(UTC).date(), sys.stdout))
