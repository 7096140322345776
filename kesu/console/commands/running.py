"""Starting Kesu, trying it, checking it."""

from typing import Annotated

import typer

from kesu.console.commands.base import PLAIN, app

streams = typer.Typer(help="消息流 · Streams of other systems", **PLAIN)
app.add_typer(streams, name="stream")

Host = Annotated[str, typer.Option(help="监听地址 · address to listen on")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="端口，0 为任一空闲 · port, 0 for any")]


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


@streams.command("chat", help="接收聊天消息，直到中断 · Hear chat messages until interrupted")
def stream_chat(
    redis: Annotated[
        str, typer.Option(help="Redis 地址，默认 KESU_REDIS_URL · address of the Redis")
    ] = "",
) -> None:
    from kesu.console.stream import chat

    raise typer.Exit(chat(redis))


@app.command(help="载入虚构演示数据 · Load fictitious demonstration data")
def demo() -> None:
    from kesu.console.demo import run

    raise typer.Exit(run())


@app.command(help="检查安装 · Check the installation")
def doctor() -> None:
    from kesu.console.doctor import run

    raise typer.Exit(run())
