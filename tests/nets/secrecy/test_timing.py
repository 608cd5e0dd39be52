"""No answer takes longer for what somebody must not know. Only `./dev test long` measures."""

import random
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from subsidy.web.access import public
from subsidy.web.session import db
from tests.nets.secrecy import timing
from tests.nets.secrecy.asking import Request
from tests.nets.secrecy.secrets import SECRETS, Secret
from tests.nets.secrecy.timing import Compared, Measure
from tests.nets.secrecy.worlds import Looker, Seen, Twins, crawl, every_request, touched, twins

LOOKING = ("juror", "two towns", "case officer", "visitor")  # together they must not know anything
TELLING = 3  # addresses per secret: those that ask most of what differs
LEVEL = 0.01
COMPARISONS = len(SECRETS) * TELLING  # Bonferroni
ROW = "{secret:45} {viewer:13} {pairs:5} pairs {effect:+8.3f} ms  p {p:.4f}  {path}"
Seens = Mapping[str, Mapping[Request, Seen]]


@pytest.fixture(scope="module")
def seen(both: Twins) -> Seens:
    asked = [request for request in every_request(both.world) if request.method == "GET"]
    return {name: crawl(both, both.lookers[name], asked) for name in LOOKING}


@pytest.mark.long
@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: secret.name)
def test_no_answer_takes_longer_for_a_secret(
    both: Twins, seen: Seens, secret: Secret, capsys: pytest.CaptureFixture[str]
) -> None:
    name = next(name for name in LOOKING if name in secret.hidden_from)
    looker = both.lookers[name]
    slow = []
    with both.differing(secret, looker):
        for request in most_telling(both, secret, seen[name]):
            stands, found = judged(both, looker, request)
            with capsys.disabled():
                print(row(secret, name, request, found))  # noqa: T201 - what was measured
            slow += [str(request)] if stands else []

    assert slow == []


def most_telling(both: Twins, secret: Secret, seen: Mapping[Request, Seen]) -> list[Request]:
    """Return the addresses that ask most about what differs; without any, those that ask most."""
    about = touched(both, secret, seen) or list(seen)
    return sorted(about, key=lambda each: -len(seen[each].statements))[:TELLING]


def judged(both: Twins, looker: Looker, request: Request) -> tuple[bool, Compared]:
    return timing.judge(timing.measuring(both, looker, request), LEVEL / COMPARISONS)


def row(secret: Secret, viewer: str, request: Request, found: Compared) -> str:
    effect = found.effect * 1000
    told = {"secret": secret.name, "viewer": viewer, "path": request.path}
    return ROW.format(**told, pairs=found.pairs, effect=effect, p=found.p)


# The judge, with times that are made up ----------------------------------------------------------


def test_the_rank_test_is_that_of_the_books() -> None:
    """The example of the documentation of scipy.stats.mannwhitneyu: age at a diagnosis."""
    men, women = [19, 22, 16, 29, 24], [20, 11, 17, 12]
    assert timing.rank_test(men, women) == pytest.approx(0.11134688653314041)
    assert timing.rank_test([1, 1], [1, 1]) == 1


def made_up(*extra: float) -> Measure:
    """Answer in 8 ms and some noise; the other world takes longer, by so much in each round."""
    lot, rounds = random.Random(7), iter(extra)  # noqa: S311 - no secret

    def measure(pairs: int) -> list[timing.Pair]:
        more = next(rounds)
        return [(noise(), noise() + more) for _ in range(pairs)]

    def noise() -> float:
        return 0.008 + lot.expovariate(1000)

    return measure


@pytest.mark.parametrize(
    ("extra", "stands", "pairs"),
    [
        ((0.003, 0.003, 0.003), True, 1600),
        ((-0.003, -0.003, -0.003), True, 1600),
        ((0.0,), False, 100),
        ((0.0005,), False, 100),  # differs, and nobody can tell
        ((0.003, 0.0), False, 300),  # a neighbour was busy
        ((0.003, -0.003), False, 300),
        ((0.003, 0.003, 0.0), False, 1600),
    ],
)
def test_only_what_is_large_and_stays_is_a_leak(
    extra: tuple[float, ...],
    stands: bool,  # noqa: FBT001 - a parameter of a test
    pairs: int,
) -> None:
    found = timing.judge(made_up(*extra), LEVEL / COMPARISONS)

    assert (found[0], found[1].pairs) == (stands, pairs)


# The net itself ----------------------------------------------------------------------------------


def slow() -> ResponseReturnValue:
    """Work as long as the marks are high."""
    for _ in range(db().scalar(text("SELECT sum(value) FROM mark")) or 0):
        sha256(b"x" * 1000).digest()
    return "niets"


def even() -> ResponseReturnValue:
    db().scalar(text("SELECT sum(value) FROM mark"))
    return "niets"


@pytest.fixture(scope="module")
def leaking(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    with twins(world_file, tmp_path_factory.mktemp("timed"), prepare=_leak) as made:
        yield made


def _leak(app: Flask) -> None:
    app.add_url_rule("/lek/traag", "slow", public(slow))
    app.add_url_rule("/lek/gelijk", "even", public(even))


@pytest.mark.long
def test_a_slow_answer_is_caught_and_an_even_one_is_not(leaking: Twins) -> None:
    secret, juror = SECRETS[0], leaking.lookers["juror"]
    with leaking.differing(secret, juror):
        assert judged(leaking, juror, Request("GET", "/lek/traag"))[0]
        assert not judged(leaking, juror, Request("GET", "/lek/gelijk"))[0]
