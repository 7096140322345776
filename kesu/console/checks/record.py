"""What was written: not to be changed, still readable, found again."""

from collections.abc import Iterator
from datetime import datetime

from kesu.console.checks.finding import Finding
from kesu.console.words import choose
from kesu.foundation import environment


def append_only(_: datetime) -> Iterator[Finding]:
    from kesu.journal.queries import triggers_bite

    what = choose(zh="记录不可改写", en="the record refuses changes")
    advice = choose(zh="重新启动后台进程，它会重建", en="start the worker again: it remakes them")
    yield Finding(what, holds=triggers_bite(), advice=advice)


def readable(_: datetime) -> Iterator[Finding]:
    from kesu.foundation.sealing import Unopenable, unseal
    from kesu.journal.models import JournalNote

    what = choose(zh="密钥能打开已封存的内容", en="the keys open what was sealed")
    advice = choose(
        zh=f"把原来的 keys.toml 放回 {environment.home()}",
        en=f"put the keys.toml that sealed it back into {environment.home()}",
    )
    notes = JournalNote.objects.order_by("seq")
    try:
        for note in filter(None, (notes.first(), notes.last())):
            unseal(note.sealed, field="journal.note")
    except Unopenable as fault:
        yield Finding(what, holds=False, detail=str(fault), advice=advice)
    else:
        yield Finding(what, holds=True)


def searchable(_: datetime) -> Iterator[Finding]:
    from kesu.complaints.queries import index_gaps

    missing, left_over = index_gaps()
    what = choose(zh="搜索索引包含全部投诉", en="the search index holds every complaint")
    detail = choose(
        zh=f"缺 {missing} 件，多 {left_over} 件", en=f"{missing} missing, {left_over} left over"
    )
    yield Finding(what, holds=not missing and not left_over, detail=detail)
