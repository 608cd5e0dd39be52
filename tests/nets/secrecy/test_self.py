"""The net catches: an average, a search, a header, an error text and a statement that tell."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, abort, render_template_string, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from subsidy.web.access import public
from subsidy.web.session import db
from tests.nets.secrecy import worlds
from tests.nets.secrecy.asking import Request
from tests.nets.secrecy.secrets import SECRETS
from tests.nets.secrecy.worlds import Twins, crawl, leaks, twins

BY_NAME = {secret.name: secret for secret in SECRETS}
SUM = "SELECT sum(value) FROM mark"
HIT = "SELECT count(*) FROM section WHERE answers LIKE :word"
FORM = '<form method="get"><input name="woord"></form>{{ hits }}'


def average() -> ResponseReturnValue:
    return str(db().scalar(text("SELECT avg(value) FROM mark")))


def search() -> ResponseReturnValue:
    """Show no text, only whether there is a file with this word in it."""
    word = request.args.get("woord")
    hits = db().scalar(text(HIT), {"word": f"%{word}%"}) if word else ""
    return render_template_string(FORM, hits=bool(hits))


def etag() -> ResponseReturnValue:
    return "", {"ETag": f'"{db().scalar(text(SUM))}"'}


def error() -> ResponseReturnValue:
    hidden = db().scalar(text("SELECT count(*) FROM review WHERE status = 'submitted'"))
    abort(404 if (hidden or 0) % 2 else 403)


def statement() -> ResponseReturnValue:
    """Look the same, but ask the database once more when there is something to find."""
    for _ in range((db().scalar(text(SUM)) or 0) % 3):
        db().execute(text("SELECT 1"))
    return "niets"


def harmless() -> ResponseReturnValue:
    return str(db().scalar(text("SELECT count(*) FROM mark")))


TELLING: dict[str, tuple[Callable[[], ResponseReturnValue], str]] = {
    "/lek/gemiddelde": (average, "a colleague's mark"),
    "/lek/zoeken": (search, "text of a sealed file"),
    "/lek/etag": (etag, "a colleague's mark"),
    "/lek/fout": (error, "that a colleague handed in marks"),
    "/lek/vraag": (statement, "a colleague's mark"),
}


@pytest.fixture(scope="module")
def leaking(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    with twins(world_file, tmp_path_factory.mktemp("leaking"), prepare=_leak) as made:
        yield made


def _leak(app: Flask) -> None:
    for path, (view, _) in TELLING.items():
        app.add_url_rule(path, path.replace("/", " "), public(view))
    app.add_url_rule("/lek/niets", " niets", public(harmless))
    for path, view in (("/schrijf/en-zeg", average), ("/schrijf", statement)):
        app.add_url_rule(path, f" {view.__name__} acts", public(view), methods=["POST"])


@pytest.mark.parametrize("path", TELLING)
@pytest.mark.parametrize("whole", [False, True])
def test_a_leak_is_caught(leaking: Twins, path: str, whole: bool) -> None:  # noqa: FBT001 - a parameter of a test
    secret = BY_NAME[TELLING[path][1]]

    assert _caught(leaking, path, secret.name, whole=whole)


def test_what_tells_nothing_is_no_leak(leaking: Twins) -> None:
    for name in BY_NAME:
        assert _caught(leaking, "/lek/niets", name, whole=True) == []


@pytest.mark.parametrize("whole", [False, True])
def test_an_act_that_tells_others_may_differ_in_work_and_in_nothing_else(
    leaking: Twins,
    monkeypatch: pytest.MonkeyPatch,
    whole: bool,  # noqa: FBT001 - a parameter of a test
) -> None:
    def found(path: str) -> list[str]:
        return _caught(leaking, path, "a colleague's mark", whole=whole, method="POST")

    assert found("/schrijf")
    for view in (statement, average):
        monkeypatch.setitem(worlds.TELLS_OTHERS, f" {view.__name__} acts", "for this test")
    assert found("/schrijf") == []
    assert found("/schrijf/en-zeg")


def test_what_is_excused_is_an_act_of_the_application(leaking: Twins) -> None:
    assert worlds.TELLS_OTHERS.keys() <= leaking.world.app.view_functions.keys()


def _caught(both: Twins, path: str, name: str, *, whole: bool, method: str = "GET") -> list[str]:
    juror, secret = both.lookers["juror"], BY_NAME[name]
    seen = crawl(both, juror, [Request(method, path)])
    with both.differing(secret, juror):
        return [str(leak) for leak in leaks(both, juror, secret, seen, whole=whole)]
