"""People, their tokens, shifts and what was lent to them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kesu.console.commands.base import PLAIN, app

users = typer.Typer(help="人员 · People", **PLAIN)
tokens = typer.Typer(help="接口令牌 · API tokens", **PLAIN)
rosters = typer.Typer(help="排班与值班 · Shifts, leave, certificates, desks", **PLAIN)
delegations = typer.Typer(help="放权 · Authority lent for a while", **PLAIN)
app.add_typer(users, name="user")
app.add_typer(tokens, name="token")
app.add_typer(rosters, name="roster")
app.add_typer(delegations, name="delegate")


@users.command("create", help="新建人员 · Make a person")
def user_create(
    name: Annotated[str, typer.Option(help="登录名 · sign-in name")],
    rank: Annotated[str, typer.Option(help="agent senior lead supervisor manager director")],
    department: Annotated[str, typer.Option(help="部门，未知的会新建 · made when unknown")],
    full_name: Annotated[str, typer.Option(help="姓名 · full name")] = "",
    email: Annotated[str, typer.Option(help="工作邮箱 · work e-mail")] = "",
    supervisor: Annotated[str, typer.Option(help="上级登录名 · sign-in name of superior")] = "",
    flags: Annotated[
        str,
        typer.Option(help="liaison,head,auditor,admin,quality,spokesperson,legal,finance"),
    ] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="从标准输入读密码 · read it from stdin")
    ] = False,
) -> None:
    from kesu.console.user import create

    status = create(
        sign_in=name,
        rank=rank,
        department=department,
        full_name=full_name or name,
        email=email,
        supervisor=supervisor or None,
        flags=[flag for flag in flags.replace(",", " ").split() if flag],
        password=sys.stdin.readline().rstrip("\r\n") if password_stdin else None,
    )
    raise typer.Exit(status)


@tokens.command("create", help="新建令牌，只显示一次 · Make a token, shown once")
def token_create(
    user: Annotated[str, typer.Option(help="登录名 · sign-in name")],
    scope: Annotated[list[str] | None, typer.Option(help="权限范围 · scope")] = None,
) -> None:
    from kesu.console.token import create

    raise typer.Exit(create(sign_in=user, scopes=scope or []))


@rosters.command("import", help="导入排班 · Take a roster in")
def roster_import(
    file: Annotated[Path, typer.Argument(help="人员 开始 结束 值班 · person from to duty")],
) -> None:
    from kesu.console.roster import take_in

    raise typer.Exit(take_in(file))


@rosters.command("leave", help="登记休假与代理人 · Leave, and who stands in")
def roster_leave(
    user: Annotated[str, typer.Argument(help="登录名 · sign-in name")],
    from_: Annotated[str, typer.Option("--from", help="首日 · first day")],
    to: Annotated[str, typer.Option(help="末日 · last day")],
    deputy: Annotated[str, typer.Option(help="代理人登录名 · who stands in")] = "",
) -> None:
    from kesu.console.roster import leave

    raise typer.Exit(leave(user, from_, to, deputy))


@rosters.command("certify", help="处理资质 · May handle these types")
def roster_certify(
    user: Annotated[str, typer.Argument(help="登录名 · sign-in name")],
    types: Annotated[list[str], typer.Argument(help="类型或大类 · types or groups, as 3 or 3.2")],
    until: Annotated[str, typer.Option(help="有效至 · last day")] = "",
) -> None:
    from kesu.console.roster import certify

    raise typer.Exit(certify(user, types, until))


@rosters.command("desk", help="部门接口人与后备 · A department's liaison and backup")
def roster_desk(
    department: Annotated[str, typer.Argument(help="部门 · its code")],
    liaison: Annotated[str, typer.Option(help="接口人 · sign-in name")] = "",
    backup: Annotated[str, typer.Option(help="后备 · sign-in name")] = "",
) -> None:
    from kesu.console.roster import desk

    raise typer.Exit(desk(department, liaison, backup))


@delegations.command("grant", help="放权 · Lend a mandate")
def delegate_grant(
    by: Annotated[str, typer.Option(help="授权人登录名 · who lends it")],
    to: Annotated[str, typer.Option(help="被授权人登录名 · who may use it")],
    amount: Annotated[int, typer.Option(help="每案上限，分 · 分 a case")],
    until: Annotated[str, typer.Option(help="截止日（含）· last day")],
    solvable: Annotated[str, typer.Option(help="能否第一时间解决 · solved first time? yes no")],
    controlled: Annotated[str, typer.Option(help="风险是否可控 · risk under control? yes no")],
    kind: Annotated[str, typer.Option(help="compensation gift in_kind")] = "compensation",
    type_: Annotated[
        list[str] | None, typer.Option("--type", help="类型，可重复 · type, again and again")
    ] = None,
    from_: Annotated[str, typer.Option("--from", help="起始日，默认即刻 · first day")] = "",
) -> None:
    from kesu.console.delegation import grant

    status = grant(
        by=by,
        to=to,
        kind=kind,
        amount=amount,
        types=type_ or [],
        start=from_,
        until=until,
        solvable=solvable,
        controlled=controlled,
    )
    raise typer.Exit(status)


@delegations.command("revoke", help="收回 · Take it back")
def delegate_revoke(
    delegation: Annotated[str, typer.Argument(help="编号 · its number")],
    by: Annotated[str, typer.Option(help="收回人登录名 · who takes it back")],
) -> None:
    from kesu.console.delegation import revoke

    raise typer.Exit(revoke(delegation, by=by))


@delegations.command("list", help="放权一览 · All of them")
def delegate_list() -> None:
    from kesu.console.delegation import show

    raise typer.Exit(show())
