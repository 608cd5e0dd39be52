"""Which tests the fast tier leaves out: a list, and the plugin that writes it (``./dev slow``).

Twelve hundred pages, each opened by a test that first makes what the page is about: none is slow
and together they take minutes. So the fast tier has a limit per test function, all its examples
together, and the list of those over it is measured instead of marked by hand. A new test is on no
list, so it is in the fast tier until somebody measures again.
"""

import time
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import pytest

LIMIT = 0.1  # seconds of processor time of a test function, with what it makes first
LIST = Path(__file__).parents[1] / "not_fast.txt"


def function(node_id: str) -> str:
    """Return which function a test is an example of: its id without parameters."""
    return node_id.partition("[")[0]


def listed() -> frozenset[str]:
    """Return the functions that the fast tier leaves out."""
    return frozenset(LIST.read_text().splitlines())


_taken: dict[str, float] = defaultdict(float)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Add up the processor time of this process: another that is busy changes nothing."""
    before = time.process_time()
    result = yield
    _taken[function(item.nodeid)] += time.process_time() - before
    return result


def pytest_sessionfinish(exitstatus: int) -> None:
    """Write the list, if every test ran."""
    if exitstatus == pytest.ExitCode.OK:
        over = sorted(name for name, seconds in _taken.items() if seconds > LIMIT)
        LIST.write_text("".join(f"{name}\n" for name in over))
