"""Every route declares its access: 401, 403 and 404 as decided, and nothing opens by accident."""

import re
from collections.abc import Callable

import pytest
from flask import Blueprint, Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from subsidy.policy import Action, Role
from subsidy.web.access import View, permit, public, refuse_undeclared_routes
from tests.factories import person
from tests.support.people import signed_in, visitor

FRESH_KEY = re.compile(r'name="(_key|csrf_token)" value="[^"]*"')
Browser = Callable[..., FlaskClient]


@pytest.fixture
def as_person(framed: Flask, session: Session) -> Browser:
    def enter(*roles: Role) -> FlaskClient:
        made = person(session, roles=roles)
        session.commit()
        return signed_in(framed, made)

    return enter


def application(*views: View) -> Flask:
    app = Flask(__name__, static_folder=None)
    for view in views:
        app.add_url_rule(f"/{view.__name__}", view_func=view)
    return app


def test_a_route_without_a_declaration_stops_the_start() -> None:
    @public
    def declared() -> str:
        return ""

    def forgotten() -> str:
        return ""

    with pytest.raises(RuntimeError, match=r"access: forgotten$"):
        refuse_undeclared_routes(application(declared, forgotten))


def test_declared_routes_let_it_start() -> None:
    @public
    def open_to_all() -> str:
        return ""

    @permit(Action.READ_INBOX)
    def for_some() -> str:
        return ""

    refuse_undeclared_routes(application(open_to_all, for_some))


def test_a_route_that_comes_after_the_start_is_forbidden_to_all(
    framed_app: Flask, framed: Flask, as_person: Browser
) -> None:
    late = Blueprint("late", __name__)
    late.add_url_rule("/te-laat", view_func=lambda: "geheim", endpoint="late")
    framed_app._got_first_request = False  # noqa: SLF001 - as a plug-in would, before the first
    framed_app.register_blueprint(late, name=f"late{id(late)}")

    answer = as_person(Role.CASE_OFFICER).get("/te-laat")

    assert answer.status_code == 403
    assert "geheim" not in answer.text
    assert framed is framed_app


def test_a_visitor_who_reads_is_sent_to_the_sign_in_and_back(framed: Flask) -> None:
    answer = visitor(framed).get("/proef/klaar?pagina=2&q=a b")

    assert answer.status_code == 302
    with framed.test_request_context():
        there = url_for("accounts.sign_in", next="/proef/klaar?pagina=2&q=a b")
    assert answer.location == there


@pytest.mark.parametrize("path", ["//evil.example/proef", "/proef/klaar%0d%0aSet-Cookie:%20a=b"])
def test_the_way_back_is_never_another_site(framed: Flask, path: str) -> None:
    answer = visitor(framed).get(path)

    assert "evil.example" not in (answer.location or "").partition("?")[0]
    assert "Set-Cookie: a" not in str(answer.headers)


def test_a_visitor_who_acts_is_told_to_sign_in(framed: Flask) -> None:
    answer = visitor(framed).post("/proef/knop")

    assert answer.status_code == 401
    assert "Meld u eerst aan" in answer.text


def test_what_may_not_be_read_does_not_exist(as_person: Browser) -> None:
    stranger, auditor = as_person(), as_person(Role.AUDITOR)

    assert stranger.get("/proef/ding/wel").status_code == 404
    assert stranger.get("/proef/ding/niet").status_code == 404
    assert auditor.get("/proef/ding/niet").status_code == 404
    assert auditor.get("/proef/ding/wel").status_code == 200


def test_a_stranger_sees_no_difference_with_what_does_not_exist(as_person: Browser) -> None:
    stranger = as_person()

    hidden, missing = stranger.get("/proef/ding/wel"), stranger.get("/proef/ding/niet")

    assert FRESH_KEY.sub("", hidden.text) == FRESH_KEY.sub("", missing.text)


def test_what_may_not_be_done_is_forbidden(as_person: Browser) -> None:
    assert as_person(Role.CASE_OFFICER).get("/proef/alleen-besluit").status_code == 403
    assert as_person(Role.DECISION_MAKER).get("/proef/alleen-besluit").status_code == 200


def test_another_method_does_not_exist_and_says_which_do(as_person: Browser) -> None:
    answer = as_person().get("/proef/knop")

    assert answer.status_code == 405
    assert set(answer.allow) == {"OPTIONS", "POST"}
    assert "Deze pagina bestaat niet" in answer.text


def test_options_are_answered_without_running_the_page(framed: Flask) -> None:
    answer = visitor(framed).options("/proef/formulier")

    assert answer.status_code == 200
    assert set(answer.allow) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert answer.data == b""


def test_head_is_a_get_without_a_body(as_person: Browser) -> None:
    client = as_person()

    assert client.head("/proef/klaar").data == b""
    assert client.head("/proef/klaar").status_code == 200
    assert visitor(client.application).head("/proef/klaar").status_code == 302


STRANGE = ["%00", "wel%00", "wel%0a", "%1b[31m", "a" * 81, "%e2%80%ae", "%c2%85"]


@pytest.mark.parametrize("value", STRANGE)
@pytest.mark.parametrize("page", ["/proef/ding/", "/proef/open/"])
def test_an_address_that_no_keyboard_types_does_not_exist(
    as_person: Browser, page: str, value: str
) -> None:
    assert as_person(Role.AUDITOR).get(page + value).status_code == 404


@pytest.mark.parametrize("value", ["a" * 80, "Sint-Gillis-bij-Dendermonde", "caf%C3%A9"])
def test_an_address_of_letters_is_read(framed: Flask, value: str) -> None:
    assert visitor(framed).get(f"/proef/open/{value}").status_code == 200


def test_a_nul_in_the_name_of_a_field_is_refused(as_person: Browser) -> None:
    client = as_person()

    assert client.post("/proef/formulier", data={"a\0b": "title"}).status_code == 400
