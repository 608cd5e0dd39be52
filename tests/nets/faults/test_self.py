"""The net catches what it is for: acts made to go wrong, each in one way."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Response, g, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from subsidy.web.session import db
from tests.nets.faults.acts import ACTS
from tests.nets.faults.injecting import Way
from tests.nets.faults.running import ActError, faults_of, ready
from tests.nets.routes import visits
from tests.nets.world import World

Spoil = Callable[[], object]
NAME = "calls.create"
(ACT,) = (act for act in ACTS if act.name == NAME)


@pytest.fixture
def crashing(world: World) -> World:
    world.app.testing = False
    return world


def spoil(world: World, monkeypatch: pytest.MonkeyPatch, after: Spoil) -> None:
    """Let the act do something more, after what it is for."""
    view: Any = world.app.view_functions[NAME]

    def spoiled(**url: object) -> ResponseReturnValue:
        answer: ResponseReturnValue = view(**url)
        if "idempotency_key" in g:
            after()
        return answer

    spoiled.access = view.access  # type: ignore[attr-defined]  # the declaration lives on the view
    monkeypatch.setitem(world.app.view_functions, NAME, spoiled)


def found(world: World, folder: Path) -> str:
    made = ready(world, visits(world), ACT, folder)
    faults = [
        fault
        for number in range(1, made.calls + 1)
        for fault in faults_of(made, number, Way.ONCE, again=False)
    ]
    return "\n".join(faults)


def test_a_sound_act_is_not_blamed(crashing: World, tmp_path: Path) -> None:
    assert found(crashing, tmp_path) == ""


def test_an_act_that_commits_twice_is_caught(
    crashing: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def commit_too_early() -> None:
        db().commit()
        db().execute(text("SELECT 1"))

    spoil(crashing, monkeypatch, commit_too_early)

    assert "left half an act" in found(crashing, tmp_path)


def test_an_act_that_is_done_again_is_caught(
    crashing: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(crashing, monkeypatch, lambda: db().delete(g.pop("idempotency_key")))

    assert "the second time" in found(crashing, tmp_path)


def test_an_act_that_bends_a_balance_is_caught(
    crashing: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bend = text("UPDATE ledger_account SET balance = balance + 1 WHERE stage = 'available'")
    spoil(crashing, monkeypatch, lambda: db().execute(bend))

    with pytest.raises(ActError, match="its transfers say"):
        found(crashing, tmp_path)


def test_an_act_without_effect_is_caught(
    crashing: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(crashing, monkeypatch, lambda: db().rollback())

    with pytest.raises(ActError, match="changes nothing"):
        found(crashing, tmp_path)


def test_a_page_that_shows_a_traceback_is_caught(
    crashing: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def frank(code: int, **_words: str) -> Response:
        return make_response(traceback.format_exc(), code)

    monkeypatch.setattr("subsidy.web.errors._page", frank)
    said = found(crashing, tmp_path)

    assert "shows ['Traceback'" in said
    assert "does not say what to do" in said
    assert "does not say when to try again" in said
