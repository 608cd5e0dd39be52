"""The nets catch: each defence is taken away once, and the net says so."""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest
from flask import abort, request
from sqlalchemy import select, update

from subsidy import policy
from subsidy.accounts.models import Person
from subsidy.awards import queries as awards
from subsidy.web.access import public
from subsidy.web.forms import BaseForm
from subsidy.web.session import db
from tests.nets import journal
from tests.nets.matrix import (
    judging,
    listing,
    sending,
    table,
    test_csrf,
    test_extra_fields,
    test_lists,
)
from tests.nets.matrix.asking import acted, browsing, looked
from tests.nets.routes import Visit, visits
from tests.nets.world import REAL, World, copied, opened

pytestmark = pytest.mark.slow

FORM = '<!doctype html><form method="post"><input name="name" value="Net reader"></form>'
NEW = Visit("net.new", ("GET", "POST"), "/net")
Answering = Callable[[], object]


def add(world: World, view: Answering, *, declared: bool = True) -> None:
    """Give the application one more page, after the fact."""
    endpoint = public(view) if declared else view  # type: ignore[arg-type]  # answers as a view does
    world.app.add_url_rule("/net", NEW.endpoint, endpoint, methods=["GET", "POST"])  # type: ignore[arg-type]  # same


def rename(name: str) -> None:
    db().execute(update(Person).where(Person.name == "Net reader").values(name=name))


def test_a_route_without_a_row_is_told(world: World) -> None:
    add(world, lambda: "hello", declared=False)
    new = [each for each in visits(world) if each.endpoint == NEW.endpoint]
    with browsing(world, "editor") as browser:
        asked = looked(browser, new)

    assert [each.answer.status for each in asked] == [403]
    assert list(judging.differing(table.read(), "editor", asked)) == [
        "no row for net.new,GET,,?,?,403,?,?,?,?,?,?,?,?,?,?,?,?,?"
    ]


def test_a_weaker_rule_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    weaker = {**policy.RULES, policy.Action.READ_APPLICATION: policy.anyone}
    monkeypatch.setattr(policy, "RULES", MappingProxyType(weaker))
    shown = [each for each in visits(world) if each.endpoint == "applications.show"]
    with browsing(world, "editor") as browser:
        told = list(judging.differing(table.read(), "editor", looked(browser, shown)))

    assert len(told) == sum(each.subject.startswith("foreign") for each in shown)


def test_a_page_that_writes_is_told(world: World) -> None:
    def writing() -> str:
        rename("Somebody else")
        db().commit()
        return "hello"

    add(world, writing)
    with browsing(world, "editor") as browser:
        before = journal.digest(browser.connection)
        asked = looked(browser, [NEW])
        after = journal.digest(browser.connection)

    assert after != before
    assert list(judging.written_by_reading("editor", asked)) == [
        "editor: reading /net (net.new): person.name changed",
        "editor: reading /net (net.new): update person",
    ]


def test_a_page_that_only_a_writer_can_make_is_told(world: World) -> None:
    """Also when it writes nothing in the end: PostgreSQL refuses it to whoever only reads."""

    def holding() -> str:
        rename("Somebody else")
        db().rollback()
        db().scalars(select(Person.id).with_for_update()).all()
        return "hello"

    add(world, holding)
    with browsing(world, "editor") as browser:
        asked = looked(browser, [NEW])

    assert list(judging.written_by_reading("editor", asked)) == [
        "editor: reading /net (net.new): update person",
        "editor: reading /net (net.new): rows held for a change",
    ]


def test_a_refusal_that_writes_is_told(world: World) -> None:
    def refusing() -> str:
        rename("Somebody else")
        db().commit()
        abort(403)

    add(world, refusing)
    with browsing(world, "editor") as browser:
        told = list(judging.written_by_refused("editor", acted(browser, [NEW])))

    assert told == ["editor: refused POST /net: person.name changed"]


def test_one_id_for_two_elements_and_a_form_without_address_are_told(world: World) -> None:
    page = '<html lang="nl"><p id="een"></p><form action=""></form>%s</html>'
    add(world, lambda: page % '<p id="een"></p>')
    with browsing(world, "editor") as browser:
        told = list(judging.malformed("editor", looked(browser, [NEW])))

    assert told == ["editor: GET /net: een", 'editor: GET /net: action=""']


def test_another_length_for_what_is_foreign_is_told(world: World) -> None:
    pages = [each for each in visits(world) if each.endpoint == "applications.show"]
    with browsing(world, "editor") as browser:
        asked = looked(browser, pages)
    told = next(each for each in asked if each.visit.subject == "foreign draft")
    object.__setattr__(told.answer, "body", told.answer.body + b" ")

    assert len(list(judging.betraying("editor", asked))) == 1


def test_a_form_that_takes_what_it_does_not_ask_is_told(world: World) -> None:
    def taking() -> object:
        if request.method == "POST":
            person = db().scalars(select(Person).where(Person.name == "Net reader")).one()
            person.active = not request.form.get("active")
            return "", 303
        return FORM

    add(world, taking)
    with browsing(world, "editor") as browser:
        [form] = sending.on_page(browser.look("/net").text, "/net")
        assert list(test_extra_fields.taking_more(browser, form))
        assert list(test_extra_fields.taking_twice(browser, form)) == ["name was sent twice: 303"]


def test_a_form_that_takes_an_answer_twice_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BaseForm, "_repeated", lambda _form: [])
    with browsing(world, "case officer") as browser:
        forms = list(sending.on_page(browser.look("/demodatum").text, "/demodatum"))
        assert [each for form in forms for each in test_extra_fields.taking_twice(browser, form)]


def test_an_act_without_a_token_is_told(world_file: Path, tmp_path: Path) -> None:
    with opened(copied(world_file, tmp_path), csrf=True) as world:
        view = world.app.view_functions["accounts.read_all"]
        world.app.extensions["csrf"].exempt(view)
        with browsing(world, "editor") as browser:
            assert test_csrf.accepted(browser, "POST", "/berichten/gelezen", None)
            assert not test_csrf.accepted(browser, "POST", "/werk-voor", None)


def test_a_page_that_names_what_one_may_not_read_is_told(world: World) -> None:
    every = visits(world)
    shown = {each.subject: each.path for each in every if each.endpoint == "applications.show"}
    add(world, lambda: f'<a href="{shown["foreign draft"]}">Een dossier</a>')
    with browsing(world, "editor") as browser, world.session() as session:
        kept_back = listing.kept_back(session, browser.actor())
        own = [each for each in every if each.path == shown["own draft"]]
        told = list(judging.naming("editor", kept_back, looked(browser, [NEW, *own])))

    assert told == ["editor: /net (net.new) names a Application"]


def test_a_list_with_another_filter_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    right = awards.visible_to
    auditor = policy.Actor(1, REAL, frozenset({policy.Role.AUDITOR}))
    monkeypatch.setattr(awards, "visible_to", lambda _actor: right(auditor))
    every = visits(world)
    with browsing(world, "editor") as browser:
        told = test_lists.faults(browser, "awards.index", every)

    assert len(told) == 2, "the page and the workbook"
