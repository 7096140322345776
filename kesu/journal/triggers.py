"""Triggers that refuse to change or delete what was written, on both databases.

Made again after every migration: remaking a table drops its triggers silently.
"""

from typing import Any

from django.db import connections

_TABLES = ("journal_journalline", "journal_journalnote")


def remake(*, using: str, **_: Any) -> None:
    """Drops and creates the triggers; running it twice changes nothing."""
    connection = connections[using]
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    with connection.cursor() as cursor:
        for statement in make():
            cursor.execute(statement)


def _sqlite() -> list[str]:
    written = "WHEN EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq)"
    # REPLACE deletes a row without asking the trigger of DELETE, so INSERT looks itself.
    conditions = {"UPDATE": "", "DELETE": "", "INSERT": written}
    return [
        statement
        for table in _TABLES
        for verb, condition in conditions.items()
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}",
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"{condition.format(table=table)} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        )
    ]


def _postgresql() -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION kesu_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    triggers = [
        statement
        for table in _TABLES
        for name, verbs, each in (
            ("no_change", "UPDATE OR DELETE", "ROW"),
            ("no_truncate", "TRUNCATE", "STATEMENT"),
        )
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}",
            f"CREATE TRIGGER {table}_{name} BEFORE {verbs} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION kesu_append_only()",
        )
    ]
    return [function, *triggers]
