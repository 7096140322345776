"""Who works off what is due: a worker that breathes, queues that move."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kesu.console.checks.finding import Finding
from kesu.console.words import choose

if TYPE_CHECKING:
    from kesu.foundation.leases import Obligation

_LATE = timedelta(minutes=5)
_SILENT = timedelta(minutes=1)


def worker(at: datetime) -> Iterator[Finding]:
    from django.db.models import Max

    from kesu.clock.models import Heartbeat

    # A word from tomorrow is that of a worker whose clock was wrong.
    last = Heartbeat.objects.filter(at__lte=at + _SILENT).aggregate(last=Max("at"))["last"]
    what = choose(zh="后台进程在工作", en="a worker is at work")
    never = choose(zh="从未", en="never")
    detail = never if last is None else f"{last.astimezone():%Y-%m-%d %H:%M:%S}"
    advice = choose(zh="运行 kesu serve 或 kesu worker", en="run kesu serve or kesu worker")
    holds = last is not None and at - last < _SILENT
    yield Finding(what, holds=holds or None, detail=detail, advice=advice)


def queue(at: datetime) -> Iterator[Finding]:
    late = choose(zh="无逾期待办", en="nothing waits overdue")
    aside = choose(zh="无搁置待办", en="nothing was set aside")
    for model in _obligations():
        states = model.State
        name = model._meta.label_lower
        waiting = model.objects.filter(state=states.waiting, due_at__lt=at - _LATE).count()
        start = choose(zh="后台进程是否在运行？", en="does a worker run?")
        holds = waiting == 0 or None
        yield Finding(f"{late} ({name})", holds=holds, detail=str(waiting), advice=start)
        poison = model.objects.filter(state=states.quarantined).count()
        mend = choose(zh="看 last_error 与日志", en="see last_error and the log")
        holds = poison == 0 or None
        yield Finding(f"{aside} ({name})", holds=holds, detail=str(poison), advice=mend)


def _obligations() -> Iterator["type[Obligation]"]:
    from django.apps import apps

    from kesu.foundation.leases import Obligation

    for model in apps.get_models():
        if issubclass(model, Obligation):
            yield model
