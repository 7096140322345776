"""The rules of handling and the calendar they count by."""

from pathlib import Path
from typing import Annotated

import typer

from kesu.console.commands.base import PLAIN, app

policies = typer.Typer(help="处理规则 · The rules of handling", **PLAIN)
calendars = typer.Typer(help="年历 · The calendar of workdays", **PLAIN)
app.add_typer(policies, name="policy")
app.add_typer(calendars, name="calendar")


@calendars.command("differences", help="年历改动影响哪些时效 · What a changed calendar moves")
def calendar_differences(
    calendar: Annotated[
        Path | None, typer.Option(help="替代现用年历 · instead of the calendar in use")
    ] = None,
) -> None:
    from kesu.console.calendars import differences

    raise typer.Exit(differences(calendar))


@policies.command("list", help="内置规则 · Built-in policies")
def policy_list() -> None:
    from kesu.console.policy import list_packs

    raise typer.Exit(list_packs())


@policies.command("show", help="显示一套规则 · Print one policy")
def policy_show(name: Annotated[str, typer.Argument(help="规则名 · name")]) -> None:
    from kesu.console.policy import show

    raise typer.Exit(show(name))


@policies.command("check", help="逐处说明规则的错误 · Every fault with its place")
def policy_check(name: Annotated[str, typer.Argument(help="规则名或文件 · name or file")]) -> None:
    from kesu.console.rulebook import check

    raise typer.Exit(check(name))


@policies.command("diff", help="两套规则有何不同 · What one changes against the other")
def policy_diff(
    first: Annotated[str, typer.Argument(help="规则名或文件 · name or file")],
    second: Annotated[str, typer.Argument(help="规则名或文件 · name or file")],
) -> None:
    from kesu.console.rulebook import diff

    raise typer.Exit(diff(first, second))


@policies.command("publish", help="自某日起生效 · In force from a date")
def policy_publish(
    file: Annotated[Path, typer.Argument(help="规则名或文件 · name or file")],
    from_: Annotated[
        str, typer.Option("--from", help="日期或时刻，或 now · a date, a time, or now")
    ],
) -> None:
    from kesu.console.rulebook import publish

    raise typer.Exit(publish(file, start=from_))
