"""The attacks of the forms find what they are for: an application made to break."""

from html import escape

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from tests.nets.crawl import attacking, vocabulary
from tests.nets.crawl.attacking import Attack
from tests.nets.forms.reading import forms
from tests.nets.payloads import payloads

PAGE = """<html><body><h1>{title}</h1><form method="post" action="/dossiers/1/{form}">
<input id="dag" name="dag" value="{day}"><textarea name="titel">{title}</textarea></form>
{summary}</body></html>"""
WRONG = '<div data-error-summary><ul><li><a href="#dag">Geen dag.</a></li></ul></div>'
NO_UTF_8 = 9  # of the list: these come back in another spelling
CLEAN = [PAGE.format(form="x", day="1", title="Een", summary=each) for each in (WRONG, "")]


@pytest.fixture
def client() -> FlaskClient:
    """Keep a title; refuse another day than the first. ``open`` shows the title as HTML."""
    app = Flask(__name__)
    kept = {"titel": "Een"}

    @app.post("/dossiers/1/<form>")
    def keep(form: str) -> ResponseReturnValue:
        if request.form["dag"] != "1":
            day, title = escape(request.form["dag"]), escape(request.form["titel"])
            return PAGE.format(form=form, day=day, title=title, summary=WRONG), 422
        kept["titel"] = request.form["titel"]
        return "", 303, {"Location": f"/dossiers/1/{form}"}

    @app.get("/dossiers/1/<form>")
    def show(form: str) -> ResponseReturnValue:
        title = kept["titel"] if form == "open" else escape(kept["titel"])
        return PAGE.format(form=form, day="1", title=title, summary="")

    @app.get("/dossiers/1")
    def record() -> ResponseReturnValue:
        return "<html><body></body></html>"

    return app.test_client()


def attacked(client: FlaskClient, path: str) -> tuple[Attack, set[bytes]]:
    """Attack a form with everything on the list; return what was found and what was shown."""
    attack, shown = Attack(vocabulary.of(CLEAN)), set()
    form = forms(client.get(path).text, path)[0]
    for _ in payloads():  # the form has two fields, so this goes round twice
        typed = attack.typed_in(form)
        led = attacking.store(client, form, typed, attack)
        for page in attacking.pages(path, led):
            answer = client.get(page)
            attack.read(answer, page)
            shown |= attacking.shown(answer, {"titel": typed["titel"]})
    return attack, shown


def test_what_is_kept_and_shown_as_text_is_no_fault(client: FlaskClient) -> None:
    attack, shown = attacked(client, "/dossiers/1/dicht")
    assert attack.faults == []
    assert len(shown) >= len(payloads()) - NO_UTF_8


def test_what_is_kept_and_shown_as_html_is_caught(client: FlaskClient) -> None:
    attack, _ = attacked(client, "/dossiers/1/open")
    assert any("a script: alert(1)" in fault for fault in attack.faults)
    assert any("<svg onload>" in fault for fault in attack.faults)
