"""``kesu watch scan`` from the command line."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.console.commands import KESU, command

ASKED = (
    '{"id": 1, "text": "今天到货，很好"}\n'
    '{"id": "b", "text": "再不退款，12315见"}\n'
    "no json\n"
    '{"id": 4, "text": "换行\\n也找得到：投\\u8bc9"}\n'
)


def scan(*words: str | Path, stdin: str = ASKED) -> subprocess.CompletedProcess[str]:
    return command("watch", "scan", *words, stdin=stdin)


@pytest.mark.req("A18")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_only_texts_with_hits_come_out_in_order(workers: str) -> None:
    done = scan("--workers", workers)
    hit, bad, other = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert (hit["id"], bad["line"], other["id"]) == ("b", 3, 4)
    assert hit["hits"] == [
        {
            "term": "12315",
            "group": "regulator",
            "level": 3,
            "start": 5,
            "end": 10,
            "surface": "12315",
            "negated": False,
        }
    ]


@pytest.mark.req("A18")
def test_many_processes_say_what_one_says(tmp_path: Path) -> None:
    asked = "".join(ASKED.replace("1,", f"{n},") for n in range(9_000))
    (tmp_path / "asked.jsonl").write_text("\ufeff" + asked.rstrip("\n"), encoding="utf-8")
    alone, among = (scan("--workers", n, tmp_path / "asked.jsonl") for n in ("1", "3"))
    assert (among.stdout, among.returncode) == (alone.stdout, 1)


def test_who_writes_now_and_then_is_answered_at_once() -> None:
    with subprocess.Popen(
        [KESU, "watch", "scan", "--workers", "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as asked:
        assert asked.stdin
        assert asked.stdout
        for number in range(3):
            asked.stdin.write(b'{"id": %d, "text": "12315"}\n' % number)
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["id"] == number


def test_a_list_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[word]]\nterm = "到货"\ngroup = "quality"\nlevel = 1\n', encoding="utf-8")
    done = scan("--list", own, "--workers", "2")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, None]


def test_a_faulty_list_is_refused_with_its_places(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[word]]\nterm = "到货"\ngroup = "goods"\nlevel = 9\n', encoding="utf-8")
    done = scan("--list", own)
    assert (done.returncode, done.stdout) == (2, "")
    assert "word 1: group" in done.stderr
    assert "word 1: level" in done.stderr


def test_a_list_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = scan("--list", tmp_path / "none.toml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.toml" in done.stderr
