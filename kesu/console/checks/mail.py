"""Outgoing mail."""

from collections.abc import Iterator
from datetime import datetime

from kesu.console.checks.finding import Finding
from kesu.console.words import choose

_LATE_MINUTES = 15


def mail(at: datetime) -> Iterator[Finding]:
    """Set up or not, does the server answer, what waits."""
    from kesu.correspondence import queries
    from kesu.correspondence.carriers import Unreachable, carrier

    what = choose(zh="发信", en="outgoing mail")
    settings = queries.settings_of_mail()
    if settings is None:
        said = choose(zh="未设置 (KESU_SMTP_URL)", en="not set up (KESU_SMTP_URL)")
        yield Finding(what, holds=None, detail=said)
        return
    post = carrier(settings)
    try:
        post.open()
    except Unreachable as fault:
        yield Finding(what, holds=False, detail=f"{settings.host}:{settings.port} {fault}")
    else:
        post.close()
        yield Finding(what, holds=True, detail=f"{settings.host}:{settings.port}")
    since = queries.oldest_unsent()
    minutes = int((at - since).total_seconds() // 60) if since else 0
    what = choose(zh="无积压邮件", en="no mail is held up")
    said = choose(zh=f"最久 {minutes} 分钟", en=f"longest {minutes} min")
    yield Finding(what, holds=minutes < _LATE_MINUTES or None, detail=said)
