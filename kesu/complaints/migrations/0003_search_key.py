from datetime import UTC, datetime
from typing import Any

from django.db import migrations, models

from kesu.complaints.rules import drawn_key


def fill(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model('complaints', 'Complaint').objects.using(schema_editor.connection.alias)
    taken: set[int] = set()
    while batch := list(rows.filter(search_key=None).only('id', 'received')[:500]):
        for row in batch:
            row.search_key = _free(row.received, taken)
        rows.bulk_update(batch, ['search_key'])


def _free(received: datetime, taken: set[int]) -> int:
    while (key := drawn_key(received.astimezone(UTC))) in taken:
        pass
    taken.add(key)
    return key


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0002_brought_over'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='search_key',
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
