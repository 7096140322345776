"""``kesu serve``: web and worker together, kept alive until interrupted."""

from collections.abc import Iterable
from contextlib import closing

from kesu.console import database
from kesu.console.address import Address, Taken, hold
from kesu.console.processes import Child, kesu_command, supervise
from kesu.console.words import choose, refuse
from kesu.foundation import keys


def run(*, host: str, ports: Iterable[int], demo: bool = False) -> int:
    """Migrates, then runs web and worker; the exit status.

    With ``demo`` the fictitious data is loaded into an empty database first and the sign-ins
    are printed with the address.
    """
    with closing(hold_or_refuse(host, ports)) as address:
        return _serve(address, demo=demo)


def _serve(address: Address, *, demo: bool) -> int:
    keys.of_the_house()
    was_made = database.prepare()
    sign_ins = _demonstration(was_made) if demo else ""
    place = ("--host", address.host, "--port", str(address.port))
    children = [
        Child("web", kesu_command("web", *place)),
        Child("worker", kesu_command("worker")),
    ]
    return supervise(
        children, is_ready=address.answers, announce=lambda: _announce(address, sign_ins)
    )


def ports_of(text: str) -> Iterable[int]:
    """``8000-8009`` as ports in that order. Ends with status 2 on anything else."""
    first, _, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal()):
        refuse(zh=f"--ports {text}: 应写成 8000-8009", en=f"--ports {text}: expected 8000-8009")
    return range(int(first), int(last) + 1)


def hold_or_refuse(host: str, ports: Iterable[int]) -> Address:
    """The address, held; ends with status 2 naming it when it cannot be had."""
    try:
        return hold(host, ports)
    except Taken as fault:
        refuse(zh=f"无法使用地址 {fault}", en=f"The address cannot be used: {fault}")


def _announce(address: Address, sign_ins: str) -> None:
    ready = choose(zh="客诉已就绪", en="Kesu is ready")
    print(f"{ready}: {address.url}", flush=True)
    if sign_ins:
        print(sign_ins, end="", flush=True)


def _demonstration(was_made: bool) -> str:
    from kesu.console.demo import once

    return once(was_made=was_made)
