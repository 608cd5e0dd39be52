"""What somebody typed is never lost: not by a session that ended, not by a part that is gone."""

from collections.abc import Iterator

import html5lib  # type: ignore[import-untyped]  # ships no types
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.accounts.models import Person, SignIn
from subsidy.accounts.service import DEMO_PASSWORD, demo_password_hash
from subsidy.applications import queries, service
from subsidy.applications.domain import form
from subsidy.applications.models import Section
from subsidy.calls.domain.dossier import Consent
from tests.support.applications import Consortium, complete, draft, published_call, town
from tests.support.clocks import Clock
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in

TYPED = "Mensen verliezen hun wachtwoord, en dan ook hun moed.\r\nDat is het grootste risico."
Values = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def address(made: Consortium, path: str = "/onderdeel/privacy") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def as_lead(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def sent_by(html: str) -> tuple[str, dict[str, str]]:
    """Return where the form of a page goes, and what it sends."""
    document = html5lib.parse(html, namespaceHTMLElements=False)
    made = document.find(".//main//form")
    assert made is not None
    return made.get("action", ""), dict(_values(made))


def _values(made: object) -> Iterator[tuple[str, str]]:
    for each in made.iter("input"):  # type: ignore[attr-defined]  # html5lib ships no types
        yield each.get("name", ""), each.get("value", "")


def signed_out(session: Session) -> None:
    session.execute(delete(SignIn))
    session.commit()


def entered(client: FlaskClient, asked: TestResponse, email: str) -> TestResponse:
    """Sign in from the page that asks it, the second time with the right password."""
    url, along = sent_by(asked.text)
    page = client.post(url, data=along)
    assert page.status_code == 200
    assert "aria-invalid" not in page.text  # nothing was filled in wrong yet
    for password, code in (("verkeerd", 422), (DEMO_PASSWORD, 200)):
        _, along = sent_by(page.text)
        page = client.post(url, data={**along, "email": email, "password": password})
        assert page.status_code == code
    return page


def test_after_signing_in_the_text_stands_in_its_form_again(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    person = session.get_one(Person, made.lead.person.id)
    person.password_hash = demo_password_hash()
    client = as_lead(app, made)
    seen = form_values(client.get(address(made)).text)
    signed_out(session)

    asked = client.post(address(made), data={**seen, "risks": TYPED, "measures": "Een les."})
    assert asked.status_code == 401
    assert_well_formed(asked.text)
    page = entered(client, asked, person.email)
    assert DEMO_PASSWORD not in page.text
    back, along = sent_by(page.text)
    assert back == address(made)
    shown = client.post(back, data=along)

    assert shown.status_code == 200
    assert_well_formed(shown.text)
    again = form_values(shown.text)
    assert (again["risks"].split(), again["measures"]) == (TYPED.split(), "Een les.")
    assert session.scalar(select(func.count(Section.id))) == 0  # shown, not saved
    assert client.post(back, data=again).status_code == 303
    stored = queries.section(session, made.record, "privacy")
    assert stored is not None
    assert stored.answers["risks"].split() == TYPED.split()


def test_a_text_that_comes_back_overwrites_nobody(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    client = as_lead(app, made)
    seen = form_values(client.get(address(made)).text)
    service.save_part(session, made.towns[1].actor, made.record, form.Privacy(risks="Van Ninove"))
    session.commit()

    shown = client.post(address(made), data={**seen, "risks": TYPED, "_shown": "1"})
    answer = client.post(address(made), data=form_values(shown.text))

    assert answer.status_code == 422
    assert "Van Ninove" in answer.text
    assert form_values(answer.text)["risks"].splitlines() == TYPED.splitlines()


@pytest.mark.parametrize(
    ("path", "name"),
    [("/partners", "organisation"), ("/intrekken", "reason"), ("/realisaties/nieuw", "title")],
)
def test_what_is_only_shown_never_acts(app: Flask, session: Session, path: str, name: str) -> None:
    made = draft(session, published_call(session), "Aalst")
    client = as_lead(app, made)
    before = made.record.status

    answer = client.post(address(made, path), data={name: "Iets", "_shown": "1"})

    assert answer.status_code == 200
    session.expire_all()
    assert queries.whole(session, made.record).status == before
    assert queries.whole(session, made.record).realisations == []


def test_an_act_without_a_form_is_undone_too(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    lede = town(session, "Lede")
    service.invite(session, made.lead.actor, made.record, lede.organisation)
    session.commit()
    client = signed_in(app, lede.person, lede.organisation)

    client.post(address(made, "/aanvaard"), data={"_shown": "1"})

    session.expire_all()
    partner = queries.whole(session, made.record).partners[1]
    assert partner.consent is Consent.INVITED
    assert "neemt deel" not in visible(client.get("/aanvragen").text)


def test_text_for_a_part_that_is_gone_is_shown_to_copy(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session), signed=False)
    client = as_lead(app, made)
    row = queries.whole(session, made.record).realisations[0]
    path = f"/realisaties/{row.public_id}"
    seen = form_values(client.get(address(made, path)).text)
    service.remove_realisation(session, made.lead.actor, made.record, row)
    session.commit()

    answer = client.post(address(made, path), data={**seen, "for_whom": TYPED})

    assert answer.status_code == 404
    assert "en dan ook hun moed." in visible(answer.text)
    assert_well_formed(answer.text)


def test_a_visitor_who_typed_nothing_sees_the_usual_page(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")

    answer = app.test_client().post(address(made))

    assert answer.status_code == 401
    assert "typed." not in answer.text


def test_a_password_is_never_carried_along(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    typed = {"risks": TYPED, "password": "geheim123", "new_password": "geheim456"}

    answer = app.test_client().post(address(made), data=typed)

    assert "geheim" not in answer.text


def test_nothing_but_our_own_addresses_gets_the_text(app: Flask) -> None:
    client = app.test_client()
    for target in ("https://elders.example/", "//elders.example", "/nergens"):
        page = client.post(f"/aanmelden?next={target}", data={"typed.risks": TYPED})
        assert page.status_code == 200
        assert 'action="https' not in page.text


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_is_too_large_from_another_site_is_refused_as_before(app: Flask, kind: str) -> None:
    answer = app.test_client().post(
        "/aanvragen",
        data=b"a=" + b"x" * (13 * 1024 * 1024),
        content_type=kind,
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code in {400, 413}
