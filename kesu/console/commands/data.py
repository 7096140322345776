"""What comes in and goes out: files, mail, the record, backups."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kesu.console.commands.base import PLAIN, app

imports = typer.Typer(help="导入 · Take in what other systems know", **PLAIN)
outbox = typer.Typer(help="发件箱 · Mail that goes out", **PLAIN)
records = typer.Typer(help="不可改写的记录 · The append-only record", **PLAIN)
app.add_typer(imports, name="import")
app.add_typer(outbox, name="outbox")
app.add_typer(records, name="journal")


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


def _importing(kind: str) -> Callable[..., None]:
    def take_in(
        file: File,
        map_: Mapped = None,
        set_: Fixed = None,
        encoding: Encoding = "",
        dry_run: DryRun = False,
        mapping: Kept = "",
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

    return take_in


imports.command("complaints", help="导入投诉 · Complaints")(_importing("complaints"))
imports.command("customers", help="导入客户 · Customers")(_importing("customers"))
imports.command("messages", help="导入聊天消息 · Chat messages")(_importing("messages"))
imports.command("orders", help="导入订单 · Orders")(_importing("orders"))


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
