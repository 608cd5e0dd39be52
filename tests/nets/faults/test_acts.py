"""Every act, with its first call failing, then its second, until none fails: never half an act."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from tests.nets.faults.acts import ACTS, ONLY_ANSWERED, SENT_BY_SCRIPT, Act
from tests.nets.faults.injecting import Way
from tests.nets.faults.running import faults_of, ready
from tests.nets.routes import Visit, visits
from tests.nets.world import World, copied, opened

FEWEST_CALLS = 8  # an act that reaches the database less often is not wrapped
# Of an act with more calls, the first, the last, and some between; the long tier takes all calls,
# and so many of one statement.
ENOUGH_CALLS = 24
OF_ONE_STATEMENT = 40
TRIED_AGAIN_ONE_IN = 7


@dataclass(frozen=True, slots=True)
class Place:
    """One database of this module, put back after each act."""

    world: World
    addresses: list[Visit]
    folder: Path


@pytest.fixture(scope="module")
def place(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("faults")
    with opened(copied(world_file, folder)) as world:
        world.app.testing = False  # a crash is answered, not raised
        yield Place(world, visits(world), folder)


@pytest.fixture
def fresh(place: Place) -> Iterator[Place]:
    before = place.world.file.read_bytes()
    yield place
    place.world.app.extensions["sessions"].kw["bind"].dispose()
    place.world.engine.dispose()
    place.world.file.write_bytes(before)


def test_every_route_that_acts_is_registered(place: Place) -> None:
    taking = {
        rule.endpoint
        for rule in place.world.app.url_map.iter_rules()
        if not {"POST", "PUT", "PATCH", "DELETE"}.isdisjoint(rule.methods or ())
    }

    assert taking == {act.endpoint for act in ACTS} | ONLY_ANSWERED | SENT_BY_SCRIPT


@pytest.mark.wide
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_an_act_is_done_once_or_not_at_all(
    fresh: Place, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ready(fresh.world, fresh.addresses, act, fresh.folder)
    found: list[str] = []
    tried = Counter[str]()
    for index, number in enumerate(_some(made.calls, ENOUGH_CALLS)):
        way = list(Way)[index % 2]  # not the number: those in between are all odd or all even
        again = number % TRIED_AGAIN_ONE_IN == 0 or number == made.calls
        found += faults_of(made, number, way, again=again)
        tried[way] += 1
    _print(capsys, f"{act.name}: {made.calls} calls, {tried.total()} failed")

    assert found == []
    assert made.calls >= FEWEST_CALLS


@pytest.mark.long
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_each_call_failing_each_way_and_each_time_tried_again(
    fresh: Place, act: Act, caplog: pytest.LogCaptureFixture
) -> None:
    made = ready(fresh.world, fresh.addresses, act, fresh.folder)
    found: list[str] = []
    for number, way in product(_some_of_each(made.sent), Way):
        found += faults_of(made, number, way, again=True)
        caplog.clear()  # each record holds its traceback, and with it all that the act had loaded

    assert found == []


def _some(calls: int, enough: int) -> list[int]:
    """Return all calls, or of very many the first and the last and some in between."""
    if calls <= enough:
        return list(range(1, calls + 1))
    ends = enough // 4
    middle = range(ends + 1, calls - ends + 1, (calls - 2 * ends) // (2 * ends) + 1)
    return [*range(1, ends + 1), *middle, *range(calls - ends + 1, calls + 1)]


def _some_of_each(sent: Sequence[str]) -> list[int]:
    """Return all calls, but of a statement that is sent to each of 300 towns only some."""
    places: dict[str, list[int]] = {}
    for number, words in enumerate(sent, 1):
        places.setdefault(words, []).append(number)
    return sorted(
        alike[n - 1] for alike in places.values() for n in _some(len(alike), OF_ONE_STATEMENT)
    )


def _print(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with capsys.disabled():
        print(f"  {line}")  # noqa: T201 - what was covered
