"""The OpenAPI document: one operation a verb, typed, and the answers are as it says."""

import re
from typing import Any

import pytest

from kesu.journeys.verb import registry
from tests.api.caller import Caller
from tests.cast import Play


@pytest.fixture(scope="module")
def document() -> Any:
    return Caller().get("/openapi.json").json


def test_it_is_openapi_3_1_of_the_whole_base(document: Any) -> None:
    assert re.fullmatch(r"3\.1\.\d", document["openapi"])
    assert all(path.startswith("/api/v1/") for path in document["paths"])


def test_every_verb_is_an_operation_with_its_own_typed_body(document: Any) -> None:
    base = "/api/v1/complaints/{no}/actions/"
    bodies = {
        path.removeprefix(base): _schema(methods["post"]["requestBody"])
        for path, methods in document["paths"].items()
        if path.startswith(base)
    }
    assert set(bodies) == set(registry())
    for name, verb in registry().items():
        fields = verb.payload.model_fields.items()
        assert set(bodies[name]["properties"]) == {one.alias or field for field, one in fields}


def test_names_of_operations_are_their_own(document: Any) -> None:
    names = [one["operationId"] for one in _operations(document)]
    assert len(names) == len(set(names))
    assert {"lodge", "list", "read", "actions", "journal", "clocks", "queue"} <= set(names)


def test_bodies_point_nowhere(document: Any) -> None:
    bodies = [one["requestBody"] for one in _operations(document) if "requestBody" in one]
    assert "$ref" not in str(bodies)


def test_every_pointer_leads_somewhere(document: Any) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(re.findall(r"'\$ref': '([^']+)'", str(document))) <= known


def test_every_operation_says_its_problems_and_asks_for_a_token(document: Any) -> None:
    for one in _operations(document):
        assert list(one["responses"]["default"]["content"]) == ["application/problem+json"]
        assert one["security"] == [{"Token": []}]


def test_writes_take_a_key_and_steps_a_version(document: Any) -> None:
    headers = {
        one["operationId"]: {it["name"] for it in one["parameters"] if it["in"] == "header"}
        for one in _operations(document)
    }
    assert headers["lodge"] == {"Idempotency-Key"}
    assert headers["close"] == {"Idempotency-Key", "If-Match"}


def test_the_list_names_every_filter_of_the_contract_and_history(document: Any) -> None:
    asked = document["paths"]["/api/v1/complaints"]["get"]["parameters"]
    filters = (
        "state type grade urgent tier owner department channel batch customer q due_before"
        " received_from received_to order_by cursor limit history"
    )
    assert {one["name"] for one in asked} == set(filters.split())


@pytest.mark.parametrize("state", ["received", "consulting", "closed", "archived", "withdrawn"])
def test_a_complaint_is_answered_as_the_document_says(
    document: Any, play: Play, state: str
) -> None:
    no = play.walk(state, customer={"name": "张女士", "phone": "13812341234", "age": 30})
    said = Caller(play.house.manager).read(no)
    assert _misses(said, {"$ref": "#/components/schemas/Complaint"}, document) == []


@pytest.mark.parametrize("tail", ["actions", "journal", "clocks"])
def test_what_belongs_to_it_is_answered_as_the_document_says(
    document: Any, play: Play, tail: str
) -> None:
    no = play.walk("replying")
    said = Caller(play.house.supervisor).get(f"/complaints/{no}/{tail}").json
    path = f"/api/v1/complaints/{{no}}/{tail}"
    answered = document["paths"][path]["get"]["responses"]["200"]
    assert _misses(said, _schema(answered), document) == []
    assert said["items"] != []


def test_a_problem_is_answered_as_the_document_says(document: Any, agent: Caller) -> None:
    problem = {"$ref": "#/components/schemas/Problem"}
    assert _misses(agent.lodge(channel="x").json, problem, document) == []


def test_an_offer_says_its_name_in_the_readers_language_and_what_it_needs(play: Play) -> None:
    no = play.walk("proposing")
    offers = {
        language: {
            one["verb"]: one
            for one in Caller(play.house.agent, language=language)
            .get(f"/complaints/{no}/actions")
            .json["items"]
        }
        for language in ("zh-CN", "en")
    }
    names = [offers[language]["propose"]["name"] for language in offers]
    assert names == ["提交方案", "Propose a solution"]
    offer = offers["en"]["propose"]
    assert [one["gate"] for one in offer["missing"]] == ["cause"]
    assert {"steps", "kind"} <= set(offer["needs"]["required"])
    titles = [
        offers[language]["propose"]["needs"]["properties"]["clause"]["title"] for language in offers
    ]
    assert titles == ["依据条款", "Clause"]


def _operations(document: Any) -> list[Any]:
    return [one for methods in document["paths"].values() for one in methods.values()]


def _schema(holder: Any) -> Any:
    return holder["content"]["application/json"]["schema"]


_KINDS: dict[str, type] = {"string": str, "integer": int, "boolean": bool, "array": list}


def _misses(value: Any, schema: Any, document: Any, place: str = "") -> list[str]:
    """Where a value is not as its schema says; knows what this document uses of JSON Schema."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return _misses(value, document["components"]["schemas"][name], document, place)
    if "anyOf" in schema:
        return min((_misses(value, one, document, place) for one in schema["anyOf"]), key=len)
    kind = schema["type"]
    if kind == "null":
        return [] if value is None else [f"{place}: {value!r} is not null"]
    if kind == "object":
        return _misses_of_object(value, schema, document, place)
    if not isinstance(value, _KINDS[kind]) or (kind == "integer" and isinstance(value, bool)):
        return [f"{place}: {value!r} is no {kind}"]
    inner = enumerate(value) if kind == "array" else ()
    below = (_misses(one, schema["items"], document, f"{place}.{at}") for at, one in inner)
    return [miss for found in below for miss in found]


def _misses_of_object(value: Any, schema: Any, document: Any, place: str) -> list[str]:
    known = schema.get("properties")
    if known is None:
        return [] if isinstance(value, dict) else [f"{place}: {value!r} is no object"]
    gone = [f"{place}.{name}: missing" for name in schema.get("required", ()) if name not in value]
    gone += [f"{place}.{name}: unknown" for name in value if name not in known]
    inner = ((name, one) for name, one in value.items() if name in known)
    below = (_misses(one, known[name], document, f"{place}.{name}") for name, one in inner)
    return gone + [miss for found in below for miss in found]
