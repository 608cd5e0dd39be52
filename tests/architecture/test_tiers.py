"""What the fast tier leaves out exists, and most of what is tested stays in it."""

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tests.support.timing import listed

TESTS = Path("tests")


@cache
def existing() -> frozenset[str]:
    """Return each test function of this project, as pytest names it."""
    return frozenset(
        f"{path.as_posix()}::{node.name}"
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def gone(names: Iterable[str]) -> set[str]:
    return set(names) - existing()


def test_the_list_names_tests_that_exist() -> None:
    assert gone(listed()) == set(), "renamed or removed: change tests/not_fast.txt too"


def test_a_test_that_is_gone_is_found_out() -> None:
    assert gone(["tests/unit/test_money.py::test_that_nobody_wrote"]) != set()


def test_most_tests_are_in_the_fast_tier() -> None:
    assert listed()
    assert len(listed()) < len(existing()) / 2
