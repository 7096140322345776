from typing import Any

from django.db import migrations, models

from kesu.complaints import index


def make(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    index.create(connection)
    rows = apps.get_model('complaints', 'Complaint').objects.using(connection.alias)
    columns = ('search_key', 'subject', 'text', 'customer__name')
    ordered = rows.order_by('search_key').values_list(*columns)
    last = None
    while batch := list((ordered if last is None else ordered.filter(search_key__gt=last))[:500]):
        index.write([index.Entry(*row) for row in batch], connection)
        last = batch[-1][0]


def unmake(apps: Any, schema_editor: Any) -> None:
    index.drop(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0003_search_key'),
    ]

    operations = [
        migrations.AlterField(
            model_name='complaint',
            name='search_key',
            field=models.BigIntegerField(unique=True),
        ),
        migrations.RunPython(make, unmake),
    ]
