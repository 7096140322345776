"""Which rows of the requirements are proven, by which tests: ``make requirements``.

Reads ``@pytest.mark.req(...)`` from the tests without running them and writes
``docs/requirements.md``. ``--check`` fails when the page is not what the tests say.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "requirements.md"
SERIES = {"E": 86, "A": 69, "B": 35, "C": 26, "D": 43, "F": 30}
"""Source 004, 000, 001, 002, 003, and trade practice: the last number of each."""


def cited() -> dict[str, list[str]]:
    """Row → the tests that cite it, ``path::name``."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        everywhere = [row for node in tree.body for row in _of_module(node)]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                own = [row for mark in node.decorator_list for row in _rows(mark)]
                for row in dict.fromkeys([*own, *everywhere]):
                    found.setdefault(row, []).append(f"{path.relative_to(ROOT)}::{node.name}")
    return found


def _of_module(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
    ):
        for inner in ast.walk(node.value):
            yield from _rows(inner)


def _rows(node: ast.AST) -> Iterator[str]:
    called = node.func if isinstance(node, ast.Call) else None
    if isinstance(node, ast.Call) and isinstance(called, ast.Attribute) and called.attr == "req":
        yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def page() -> str:
    """The page: what is proven, then what no test cites yet."""
    found = cited()
    lines = ["# Rows of the requirements and the tests that prove them", ""]
    lines += ["Made by `make requirements` from the marks of the tests.", ""]
    lines += ["| row | tests |", "|---|---|"]
    for row in sorted(found, key=_order):
        tests = sorted(found[row])
        shown = ", ".join(f"`{one.removeprefix('tests/')}`" for one in tests[:3])
        more = f" and {len(tests) - 3} more" if len(tests) > 3 else ""
        lines.append(f"| {row} | {shown}{more} |")
    rows = [f"{letter}{n:02d}" for letter, last in SERIES.items() for n in range(1, last + 1)]
    missing = [row for row in rows if row not in found]
    lines += ["", f"No test cites these {len(missing)} rows yet:", "", " ".join(missing), ""]
    return "\n".join(lines)


def _order(row: str) -> tuple[str, int]:
    letter, number = re.match(r"([A-Z]+)(\d*)", row).groups()  # type: ignore[union-attr]
    return letter, int(number or 0)


def main() -> int:
    text = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print("docs/requirements.md: run make requirements")
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
