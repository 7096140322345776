from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from kesu.journal import triggers


class JournalConfig(AppConfig):
    name = "kesu.journal"

    def ready(self) -> None:
        post_migrate.connect(triggers.remake, sender=self)
        post_migrate.connect(_lay_head, sender=self)


def _lay_head(*, using: str, **_: Any) -> None:
    from kesu.journal.models import JournalHead  # noqa: PLC0415 - models load after the apps

    JournalHead.objects.using(using).get_or_create(id=1)
