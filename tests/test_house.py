"""The floors of the house in the database: import-linter cannot see foreign keys."""

from itertools import product

from django.apps import apps
from django.db.models import Model

FLOORS = (
    ("console", "config"),
    ("api", "workbench", "clock", "carriers", "stream"),
    ("journeys",),
    ("desk",),
    (
        "deadlines",
        "routing",
        "authority",
        "consults",
        "correspondence",
        "remedies",
        "intake",
        "improvement",
        "coaching",
        "watch",
    ),
    ("complaints",),
    ("people", "policy", "workdays", "language"),
    ("journal",),
    ("foundation",),
)
HEIGHT = {area: -place for place, floor in enumerate(FLOORS) for area in floor}


def area(model: type[Model]) -> str:
    """The folder of a model; "" for one that is not ours."""
    package, _, rest = model.__module__.partition(".")
    return rest.partition(".")[0] if package == "kesu" else ""


def keys() -> list[tuple[str, str, str]]:
    """Every relation between two models of ours: from, to, by which field."""
    return [
        (area(model), area(field.related_model), f"{model.__name__}.{field.name}")
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if area(model) and field.concrete and field.is_relation and area(field.related_model)
    ]


def test_every_area_with_rows_stands_on_a_floor() -> None:
    areas = {area(model) for model in apps.get_models()} - {""}
    assert areas <= set(HEIGHT)


def test_foreign_keys_go_down_or_stay_in_their_own_area() -> None:
    up = [key for key in keys() if key[0] != key[1] and HEIGHT[key[0]] <= HEIGHT[key[1]]]
    assert (up, len(keys()) > 30) == ([], True)


def test_no_foreign_key_reaches_into_the_journal_or_out_of_it() -> None:
    assert [key for key in keys() if "journal" in key[:2]] == []


def test_nothing_of_the_house_is_deleted_with_what_it_hangs_on() -> None:
    """But for what only serves the other row: a caller's keys go with their token."""
    cascading = {
        f"{model.__name__}.{field.name}"
        for model, on_delete in product(apps.get_models(), ["CASCADE", "SET_NULL"])
        for field in model._meta.get_fields()
        if area(model)
        and field.concrete
        and field.is_relation
        and getattr(field.remote_field.on_delete, "__name__", "") == on_delete
    }
    assert cascading <= {"IdempotencyKey.token"}
