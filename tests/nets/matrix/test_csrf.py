"""No act without the token of one's own session, and none that another site asks for."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.nets.matrix import table
from tests.nets.matrix.asking import Browser, browsing, row_of
from tests.nets.routes import SAFE, Visit, visits
from tests.nets.world import World, copied, opened

pytestmark = pytest.mark.slow

BAD, TOKEN = 400, re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PAGE_WITH_A_FORM = "/demodatum"
VIEWERS = ("visitor", "editor", "juror", "case officer")


@pytest.fixture(scope="module")
def guarded(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world whose forms need a token, as in production."""
    file = copied(world_file, tmp_path_factory.mktemp("guarded"))
    with opened(file, csrf=True) as world:
        yield world


def acts(world: World) -> dict[str, tuple[str, Visit]]:
    """Return one address of every act."""
    return {
        each.endpoint: (method, each)
        for each in visits(world)
        for method in each.methods
        if method not in SAFE
    }


def with_token(browser: Browser) -> tuple[Browser, str]:
    """Return the browser after it opened a page with a form, and the token in that form."""
    client = browser.world.app.test_client(use_cookies=False)
    got = client.get(PAGE_WITH_A_FORM, headers={"Cookie": browser.cookie})
    found = TOKEN.search(got.text)
    assert found is not None
    return replace(browser, cookie=got.headers["Set-Cookie"].partition(";")[0]), found[1]


def accepted(browser: Browser, method: str, path: str, token: str | None) -> bool:
    """Return whether the token opened the door; what is behind it may still refuse."""
    form = {} if token is None else {"csrf_token": [token]}
    return browser.act(method, path, form).status != BAD


@pytest.mark.parametrize("viewer", VIEWERS)
def test_only_the_token_of_this_session_acts(guarded: World, viewer: str) -> None:
    every, expected = acts(guarded), table.read()
    with browsing(guarded, viewer) as fresh:
        _, foreign = with_token(replace(fresh, cookie=""))
        browser, own = with_token(fresh)
        without = [e for e, (m, v) in every.items() if accepted(browser, m, v.path, None)]
        with_foreign = [e for e, (m, v) in every.items() if accepted(browser, m, v.path, foreign)]
        own_refused = [
            endpoint
            for endpoint, (method, visit) in every.items()
            if not accepted(browser, method, visit.path, own)
            and expected[row_of(visit, method)][viewer] != BAD
        ]

    print(f"{viewer}: {len(every)} acts")  # noqa: T201 - a net says what it covered
    assert (without, with_foreign, own_refused) == ([], [], [])
    assert every.keys() == {
        rule.endpoint
        for rule in guarded.app.url_map.iter_rules()
        if (rule.methods or set()) - {*SAFE, "HEAD", "OPTIONS"}
    }


def test_no_other_site_acts(guarded: World) -> None:
    with browsing(guarded, "editor") as fresh:
        browser, own = with_token(fresh)
        for method, visit in acts(guarded).values():
            answer = guarded.app.test_client(use_cookies=False).open(
                visit.path,
                method=method,
                data={"csrf_token": own},
                headers={"Cookie": browser.cookie, "Sec-Fetch-Site": "cross-site"},
            )
            assert answer.status_code == BAD, visit.endpoint
