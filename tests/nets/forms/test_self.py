"""The walker finds what it is for: forms made to break, each in one way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy import update

from subsidy.accounts.models import Person
from subsidy.web.access import View, public
from subsidy.web.session import db
from tests.nets.forms import judging
from tests.nets.forms.filling import SCRIPT
from tests.nets.forms.reading import forms
from tests.nets.world import World, copied, opened

FORM = '<form method="post" action="/breekt/{name}"><input name="tekst" value="12" /></form>'
SUMMARY = '<div data-error-summary tabindex="-1"><ul><li>{link}</li></ul></div>'


@public
def crashes() -> ResponseReturnValue:
    return str(int(request.form["tekst"]))


@public
def shows_scripts() -> ResponseReturnValue:
    return request.form["tekst"]


@public
def says_nothing() -> ResponseReturnValue:
    return "<p>Nee.</p>", 422


@public
def leads_nowhere() -> ResponseReturnValue:
    return SUMMARY.format(link='<a href="#weg">Vul iets in.</a>') + '<input name="tekst" />', 422


@public
def loses_text() -> ResponseReturnValue:
    return SUMMARY.format(link="Vul iets in.") + '<input name="tekst" value="" />', 422


@public
def does_half() -> ResponseReturnValue:
    db().execute(update(Person).values(name="Half"))
    db().commit()
    return SUMMARY.format(link="Nee.") + '<input name="tekst" value="12" />', 422


@public
def leads_to_an_error() -> ResponseReturnValue:
    return "", 303, {"Location": "/bestaat-niet"}


BROKEN: dict[str, tuple[View, str, str]] = {
    "crashes": (crashes, "geen getal", "answer 500"),
    "shows scripts": (shows_scripts, SCRIPT, "is a script on the page"),
    "says nothing": (says_nothing, "12", "0 error summaries"),
    "leads nowhere": (leads_nowhere, "", "leads to nothing: #weg"),
    "loses text": (loses_text, "twaalf", "what was typed in tekst is gone"),
    "does half": (does_half, "12", "an answer that refuses changed person"),
    "leads to an error": (leads_to_an_error, "12", "answers 404"),
}


def _broken(app: Flask) -> None:
    pages = Blueprint("breekt", __name__)
    for name, (view, _, _) in BROKEN.items():
        pages.add_url_rule(f"/breekt/{name}", name, view, methods=["POST"])
    app.register_blueprint(pages)
    app.testing = False  # a crash is an answer, as it is for a person


@pytest.fixture(scope="module")
def broken_world(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with opened(copied(world_file, tmp_path_factory.mktemp("broken"))) as world:
        _broken(world.app)
        yield world


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_caught(broken_world: World, name: str) -> None:
    _, typed, fault = BROKEN[name]
    form = forms(FORM.format(name=name), "/")[0]
    client = broken_world.app.test_client()

    found = judging.faults(broken_world, client, form, [("tekst", typed)])

    assert any(fault in each for each in found), found


def test_a_form_is_read_as_a_browser_reads_it() -> None:
    page = """<form method="post"><input name="a" value="1"><textarea name="b">
een</textarea><select name="c"><option value="x"><option value="y" selected></select>
<input type="radio" name="d" value="ja"><input type="radio" name="d" value="nee" checked>
<button name="e" value="f">Bewaar</button><button formaction="/elders">Anders</button></form>"""

    first, second = forms(page, "/hier")

    assert {each.name: each.value for each in first.asked} == {
        "a": ("1",),
        "b": ("een",),
        "c": ("y",),
        "d": ("nee",),
    }
    assert first.asked[3].options == ("ja", "nee")
    assert (first.action, first.button) == ("/hier", ("e", "f"))
    assert (second.action, second.button) == ("/elders", None)
