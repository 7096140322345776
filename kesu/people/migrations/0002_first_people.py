from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DEPARTMENTS = (
    "service",
    "merchant",
    "risk",
    "product",
    "finance",
    "legal",
    "operations",
    "group",
)


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The departments of DOMAIN, and 待分派: it owns what nobody could be found for."""
    using = schema_editor.connection.alias
    department = apps.get_model("people", "Department")
    for code in DEPARTMENTS:
        department.objects.using(using).get_or_create(code=code)
    apps.get_model("people", "Staff").objects.using(using).create(
        sign_in="unassigned",
        full_name="待分派",
        rank="agent",
        department_id="service",
        flags=[],
        password="!",
        presence="away",
        is_active=False,
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
