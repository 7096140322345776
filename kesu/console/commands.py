"""What ``kesu`` can be asked. Every command imports its work inside: help stays quick."""

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

_PLAIN: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "no_args_is_help": True,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}

app = typer.Typer(name="kesu", help="客诉：投诉管理 · Complaint management", **_PLAIN)
users = typer.Typer(help="人员 · People", **_PLAIN)
tokens = typer.Typer(help="接口令牌 · API tokens", **_PLAIN)
records = typer.Typer(help="不可改写的记录 · The append-only record", **_PLAIN)
policies = typer.Typer(help="处理规则 · The rules of handling", **_PLAIN)
imports = typer.Typer(help="导入 · Take in what other systems know", **_PLAIN)
delegations = typer.Typer(help="放权 · Authority lent for a while", **_PLAIN)
rosters = typer.Typer(help="排班与值班 · Shifts, leave, certificates, desks", **_PLAIN)
calendars = typer.Typer(help="年历 · The calendar of workdays", **_PLAIN)
outbox = typer.Typer(help="发件箱 · Mail that goes out", **_PLAIN)
app.add_typer(imports, name="import")
app.add_typer(outbox, name="outbox")
app.add_typer(calendars, name="calendar")
app.add_typer(delegations, name="delegate")
app.add_typer(rosters, name="roster")
app.add_typer(users, name="user")
app.add_typer(tokens, name="token")
app.add_typer(records, name="journal")
app.add_typer(policies, name="policy")

Host = Annotated[str, typer.Option(help="监听地址 · address to listen on")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="端口，0 为任一空闲 · port, 0 for any")]


def open_input(file: Path | None) -> AbstractContextManager[Iterable[str | bytes]]:
    """The lines of a file, or of standard input where none is named."""
    return file.open("rb") if file else nullcontext(sys.stdin)


@app.command(help="启动网页与后台进程 · Start web and worker together")
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    demo: Annotated[bool, typer.Option("--demo", hidden=True)] = False,
    ports: Annotated[str, typer.Option(hidden=True)] = "",
) -> None:
    from kesu.console.serve import ports_of, run

    raise typer.Exit(run(host=host, ports=ports_of(ports) if ports else [port], demo=demo))


@app.command(help="只启动网页进程 · Start the web process alone")
def web(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    from kesu.console.web import run

    raise typer.Exit(run(host=host, port=port))


@app.command(help="只启动后台进程 · Start the worker alone")
def worker(
    once: Annotated[
        bool, typer.Option("--once", help="处理到期事项后结束 · work off what is due, then end")
    ] = False,
) -> None:
    from kesu.console.worker import run

    raise typer.Exit(run(once=once))


@app.command(help="载入虚构演示数据 · Load fictitious demonstration data")
def demo() -> None:
    from kesu.console.demo import run

    raise typer.Exit(run())


@app.command(help="检查安装 · Check the installation")
def doctor() -> None:
    from kesu.console.doctor import run

    raise typer.Exit(run())


@app.command(help="首次回电时限（JSONL）· When the first call-back is due (JSONL)")
def deadline(
    file: Annotated[Path | None, typer.Argument(help="默认标准输入 · standard input")] = None,
    policy: Annotated[str, typer.Option(help="规则名或文件 · name or file")] = "loyalty",
    calendar: Annotated[
        Path | None, typer.Option(help="替代内置日历 · instead of the shipped calendar")
    ] = None,
) -> None:
    from kesu.console.deadline import run

    with open_input(file) as lines:
        raise typer.Exit(run(policy, calendar, lines, sys.stdout))


@app.command(help="定级与派单（JSONL）· Grade and route (JSONL)")
def grade(
    file: Annotated[Path | None, typer.Argument(help="默认标准输入 · standard input")] = None,
    policy: Annotated[str, typer.Option(help="规则名或文件 · name or file")] = "loyalty",
    calendar: Annotated[
        Path | None, typer.Option(help="替代内置日历 · instead of the shipped calendar")
    ] = None,
) -> None:
    from kesu.console.grade import run

    with open_input(file) as lines:
        raise typer.Exit(run(policy, calendar, lines, sys.stdout))


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


@calendars.command("differences", help="年历改动影响哪些时效 · What a changed calendar moves")
def calendar_differences(
    calendar: Annotated[
        Path | None, typer.Option(help="替代现用年历 · instead of the calendar in use")
    ] = None,
) -> None:
    from kesu.console.calendars import differences

    raise typer.Exit(differences(calendar))


@records.command("verify", help="核对整条哈希链 · Check the whole hash chain")
def journal_verify(
    head: Annotated[
        Path | None, typer.Option(help="与此前保存的链首比对 · compare with a kept head")
    ] = None,
) -> None:
    from kesu.console.journal import verify

    raise typer.Exit(verify(head=head))


@records.command("head", help="今日签名链首 · Today's signed head")
def journal_head() -> None:
    from kesu.console.journal import head

    raise typer.Exit(head())


@policies.command("list", help="内置规则 · Built-in policies")
def policy_list() -> None:
    from kesu.console.policy import list_packs

    raise typer.Exit(list_packs())


@policies.command("show", help="显示一套规则 · Print one policy")
def policy_show(name: Annotated[str, typer.Argument(help="规则名 · name")]) -> None:
    from kesu.console.policy import show

    raise typer.Exit(show(name))


File = Annotated[Path, typer.Argument(help="CSV TSV XLSX XLS ODS JSONL")]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", help="字段=列名，可重复 · field=column, again and again"),
]
Fixed = Annotated[
    list[str] | None, typer.Option("--set", help="字段=固定值 · field=one value for every row")
]
Encoding = Annotated[str, typer.Option(help="编码，默认自动 · encoding, found by itself")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只试不写 · try, write nothing")]
Kept = Annotated[
    str, typer.Option("--mapping", help="保存并重用这套对应 · keep this mapping, use it again")
]


def _import(
    kind: str,
    file: Path,
    map_: list[str] | None,
    set_: list[str] | None,
    encoding: str,
    dry_run: bool,
    mapping: str,
) -> None:
    from kesu.console.imports import run

    status = run(
        kind=kind,
        file=file,
        columns=map_ or [],
        values=set_ or [],
        encoding=encoding,
        dry_run=dry_run,
        mapping=mapping,
    )
    raise typer.Exit(status)


@imports.command("complaints", help="导入投诉 · Complaints")
def import_complaints(
    file: File,
    map_: Mapped = None,
    set_: Fixed = None,
    encoding: Encoding = "",
    dry_run: DryRun = False,
    mapping: Kept = "",
) -> None:
    _import("complaints", file, map_, set_, encoding, dry_run, mapping)


@imports.command("customers", help="导入客户 · Customers")
def import_customers(
    file: File,
    map_: Mapped = None,
    set_: Fixed = None,
    encoding: Encoding = "",
    dry_run: DryRun = False,
    mapping: Kept = "",
) -> None:
    _import("customers", file, map_, set_, encoding, dry_run, mapping)


@imports.command("orders", help="导入订单 · Orders")
def import_orders(
    file: File,
    map_: Mapped = None,
    set_: Fixed = None,
    encoding: Encoding = "",
    dry_run: DryRun = False,
    mapping: Kept = "",
) -> None:
    _import("orders", file, map_, set_, encoding, dry_run, mapping)


@imports.command("undo", help="撤回一次导入 · Take a whole import back")
def import_undo(import_id: Annotated[str, typer.Argument(help="导入编号 · its id")]) -> None:
    from kesu.console.imports import undo

    raise typer.Exit(undo(import_id))


@imports.command("list", help="历次导入 · The imports there were")
def import_list() -> None:
    from kesu.console.imports import show

    raise typer.Exit(show())


@app.command(help="导出 · Write a list out")
def export(
    what: Annotated[str, typer.Argument(help="complaints journal customers …")],
    format_: Annotated[str, typer.Option("--format", help="csv xlsx jsonl")] = "csv",
    since: Annotated[str, typer.Option(help="从这一时间起 · from this time on")] = "",
    fields: Annotated[str, typer.Option(help="列名，逗号分隔 · columns, by commas")] = "",
    out: Annotated[Path | None, typer.Option(help="文件，默认标准输出 · default stdout")] = None,
    user: Annotated[
        str, typer.Option(help="以此人的权限 · what this person may see (sign-in name)")
    ] = "",
) -> None:
    from kesu.console.export import run

    status = run(what=what, format_=format_, since=since, fields=fields, out=out, user=user)
    raise typer.Exit(status)


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


@outbox.command("list", help="未送达的邮件 · Mail that has not gone")
def outbox_list() -> None:
    from kesu.console.outbox import show

    raise typer.Exit(show())


@outbox.command("replay", help="再发一次 · Send again, by hand")
def outbox_replay(
    ids: Annotated[list[str] | None, typer.Argument(help="编号 · their ids")] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="全部搁置的 · all that were set aside")
    ] = False,
) -> None:
    from kesu.console.outbox import replay

    raise typer.Exit(replay(ids or [], every=all_))


@app.command(help="备份，可在运行时 · Back up, also while serving")
def backup(
    directory: Annotated[Path, typer.Argument(help="目录 · directory")],
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="连同密钥 · the keys as well")
    ] = False,
) -> None:
    from kesu.console.backup import run

    raise typer.Exit(run(directory, with_keys=with_keys))


@app.command(help="恢复备份 · Restore a backup")
def restore(
    directory: Annotated[Path, typer.Argument(help="目录 · directory")],
    replace: Annotated[
        bool, typer.Option("--replace", help="替换现有数据 · instead of the data there is")
    ] = False,
) -> None:
    from kesu.console.restore import run

    raise typer.Exit(run(directory, replace=replace))


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
