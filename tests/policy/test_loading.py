"""Where packs come from, and packs that extend another."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kesu.policy.faults import UnusablePack
from kesu.policy.loading import builtin_names, builtin_versions, document, faults, load, parse, read
from kesu.policy.schema import UnknownType

OWN = """
name = "acme"
version = "1"
valid_from = 2026-01-01
extends = "loyalty"

[[types]]
code = "1.2"
handler = "supervisor"

[[types]]
code = "1.10"
name = {zh-hans = "包装", en = "Packaging"}

[clocks.first_callback]
"1.10" = {rule = "end_of_day", after_workdays = 3}
"""


def test_loyalty_ships() -> None:
    assert "loyalty" in builtin_names()
    assert [pack.label for pack in builtin_versions("loyalty")] == ["loyalty@2026.1"]


def test_a_built_in_pack_is_read_once() -> None:
    assert load("loyalty") is load("loyalty")


def test_a_pack_is_loaded_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        read("loyalty").replace('name = "loyalty"', 'name = "own"', 1), encoding="utf-8"
    )
    assert load(path).label == "own@2026.1"


def test_neither_a_name_nor_a_file_is_refused_with_the_names() -> None:
    with pytest.raises(UnusablePack, match="loyalty"):
        load("nowhere")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(read("loyalty").encode("gb18030"))
    with pytest.raises(UnusablePack, match="UTF-8"):
        load(path)


def test_an_unknown_type_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownType) as refused:
        load("loyalty").type("4.1")
    assert (refused.value.code, refused.value.known) == ("4.1", load("loyalty").type_codes)


def test_a_pack_that_extends_states_only_what_differs() -> None:
    own = parse(OWN)
    assert own.handler("1.2.5") == "supervisor"
    assert own.type("1.2").name == load("loyalty").type("1.2").name
    assert own.type_codes == (*load("loyalty").type_codes, "1.10")
    assert own.clock("first_callback", "1.1") == load("loyalty").clock("first_callback", "1.1")


def test_a_fault_in_an_extending_pack_has_the_line_of_its_own_file() -> None:
    found = faults(OWN.replace('"supervisor"', '"boss"'))
    assert [fault.place for fault in found] == ["types[0].handler (line 9)"]


def test_a_pack_extends_only_one_that_ships() -> None:
    assert [fault.place for fault in faults(OWN.replace('"loyalty"', '"moon"'))] == [
        "extends (line 5)"
    ]


def test_loading_a_pack_does_not_load_django() -> None:
    load_it = "from kesu.policy import loading; loading.load('loyalty')"
    code = f"import sys; {load_it}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_word_of_the_pack_that_ships_is_there_in_traditional_characters() -> None:
    assert [text for text in _texts(document(read("loyalty"))) if "zh-hant" not in text] == []


def _texts(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict) and "zh-hans" in value:
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
