"""Whoever must not know a secret sees not one byte of difference, wherever he looks."""

from collections.abc import Mapping
from contextlib import ExitStack

import pytest

from tests.nets.secrecy.asking import Request
from tests.nets.secrecy.secrets import SECRETS, Secret
from tests.nets.secrecy.worlds import (
    PASSED_OVER,
    Leak,
    Seen,
    Twins,
    crawl,
    every_request,
    leaks,
    thinned,
)
from tests.nets.viewers import VIEWERS

FEWEST_KINDS = 12  # of secrets per viewer
# Together they miss every secret, and stand for the public, a town, the jury and the agency.
IN_WIDE = ("visitor", "two towns", "juror", "case officer")
WIDE = [pytest.param(name, marks=pytest.mark.wide) for name in IN_WIDE]
LATER = [pytest.param(name, marks=pytest.mark.long) for name in VIEWERS if name not in IN_WIDE]
ALL_LATER = [pytest.param(name, marks=pytest.mark.long) for name in VIEWERS]


@pytest.mark.parametrize("name", [*WIDE, *LATER])
def test_two_worlds_look_the_same(
    both: Twins, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each secret alone, each page that can differ."""
    looker = both.lookers[name]
    seen = crawl(both, looker, thinned(every_request(both.world)))
    kinds = 0
    found: list[Leak] = []
    for secret in _kept_from(name):
        with both.differing(secret, looker) as rows:
            kinds += rows > 0
            found += leaks(both, looker, secret, seen, whole=False) if rows else []
    with capsys.disabled():
        print(f"  {name}: {kinds} secrets x {len(seen)} requests, {len(found)} differences")  # noqa: T201 - what was covered

    assert [str(leak) for leak in found] == []
    assert kinds >= FEWEST_KINDS
    assert _not_visited(both, seen) == set()


@pytest.mark.parametrize("name", ALL_LATER)
def test_every_page_is_the_same_when_all_secrets_differ(both: Twins, name: str) -> None:
    """All secrets at once, every page and every form, rendered in both worlds."""
    looker = both.lookers[name]
    seen = crawl(both, looker, every_request(both.world))
    all_of_them = _kept_from(name)
    with ExitStack() as stack:
        for secret in all_of_them:
            stack.enter_context(both.differing(secret, looker))
        found = list(leaks(both, looker, all_of_them[0], seen, whole=True))

    assert [str(leak) for leak in found] == []


@pytest.mark.wide
def test_every_secret_is_kept_from_somebody_before_the_long_tier(both: Twins) -> None:
    """A secret of which the world holds no example proves nothing."""
    assert [secret.name for secret in SECRETS if not _example(both, secret)] == []


def _example(both: Twins, secret: Secret) -> bool:
    for name in IN_WIDE:
        if name in secret.hidden_from:
            with both.differing(secret, both.lookers[name]) as rows:
                if rows:
                    return True
    return False


def _kept_from(name: str) -> list[Secret]:
    return [secret for secret in SECRETS if name in secret.hidden_from]


def _not_visited(both: Twins, seen: Mapping[Request, Seen]) -> set[str]:
    """Return the routes to get that nobody went to."""
    app = both.world.app
    router = app.url_map.bind("localhost")
    paths = {request.path.split("?")[0] for request in seen if request.method == "GET"}
    visited = {router.match(path)[0] for path in paths if router.test(path, "GET")}
    wanted = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return wanted - visited - PASSED_OVER
