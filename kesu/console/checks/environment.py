"""What the installation was given: its variables and its keys."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kesu.console.checks.finding import Finding
from kesu.console.words import choose
from kesu.foundation import environment


def variables(_: datetime) -> Iterator[Finding]:
    from kesu.foundation import mail

    what = choose(zh="环境变量可用", en="the environment can be used")
    advice = choose(zh="改正这个变量", en="set that variable right")
    try:
        environment.database()
        environment.flag("KESU_HTTPS")
        environment.number("KESU_MAX_FILE_MB", 200)
        environment.secret("KESU_METRICS_TOKEN")
        mail.address_of_the_house()
        mail.mail()
    except environment.UnusableEnvironment as fault:
        yield Finding(what, holds=False, detail=str(fault), advice=advice)
    else:
        yield Finding(what, holds=True)


def keys(_: datetime) -> Iterator[Finding]:
    from kesu.foundation.keys import UnusableKeys, of_the_house

    path = environment.home() / "keys.toml"
    what = choose(zh="密钥齐全，仅本人可读", en="keys complete, readable by their owner only")
    try:
        of_the_house()
        mode = path.stat().st_mode & 0o777
    except (UnusableKeys, OSError) as fault:
        yield Finding(what, holds=False, detail=str(fault), advice=_about_keys(path))
    else:
        detail, advice = f"{mode:04o}", _about_keys(path)
        yield Finding(what, holds=mode == 0o600, detail=detail, advice=advice)


def _about_keys(path: Path) -> str:
    """What to do about a file of keys that cannot be used."""
    if not path.parent.is_dir():
        return choose(zh="检查 KESU_HOME 是否可用", en="look at KESU_HOME: can it be used?")
    if path.is_file() and path.stat().st_mode & 0o777 != 0o600:
        return f"chmod 600 {path}"
    return choose(zh=f"从备份中放回原来的 {path}", en=f"put {path} back as it was, from a backup")
