"""Answers of an earlier own file: shown first, into what is empty, over the rest only if asked."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.applications import queries, service
from subsidy.applications.domain import form
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.indicators import Indicator, Measure, Target
from subsidy.calls.models import Call
from subsidy.policy import MandateKind
from tests.factories import member
from tests.support.applications import (
    CLOSES,
    CONTACT,
    CONTENT,
    PRIVACY,
    Consortium,
    complete,
    published_call,
)
from tests.support.clocks import Clock
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def both(session: Session) -> tuple[Consortium, Consortium]:
    """Return a whole file of Aalst, and a new one with a contact and one sentence in it."""
    call: Call = published_call(session)
    earlier = complete(session, call, "Aalst", "Ninove", signed=False)
    record = service.start(session, earlier.lead.actor, call)
    made = Consortium(queries.whole(session, record), (earlier.lead,))
    actor = made.lead.actor
    service.save_part(session, actor, made.record, form.Contact(name="Bo Nieuw"))
    service.save_part(session, actor, made.record, form.Privacy(risks="Eigen risico."))
    return earlier, made


def as_lead(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def address(made: Consortium, earlier: Consortium | None = None) -> str:
    query = f"?van={earlier.record.public_id}" if earlier else ""
    return f"/aanvragen/{made.record.public_id}/neem-over{query}"


def copied(client: FlaskClient, made: Consortium, earlier: Consortium, over: str) -> TestResponse:
    seen = form_values(client.get(address(made, earlier)).text)
    return client.post(address(made), data={**seen, **({"over": over} if over else {})})


def now(session: Session, made: Consortium) -> CaseFile:
    session.expire_all()
    return queries.case_file(queries.whole(session, made.record))


def test_what_comes_over_and_what_stays_is_shown_before(app: Flask, session: Session) -> None:
    earlier, made = both(session)
    session.commit()

    page = as_lead(app, made).get(address(made, earlier))

    assert page.status_code == 200
    assert_well_formed(page.text)
    words = visible(page.text)
    assert f"Wat meekomt uit {earlier.record.number}" in words
    assert "Wij delen lesgevers en materiaal. komt mee" in words
    assert "Eigen risico. Phishing. blijft zoals het is" in words
    assert "Digitaal mee in de Denderstreek" not in page.text.split("<table")[1]


def test_only_what_is_empty_is_filled_in(app: Flask, session: Session) -> None:
    earlier, made = both(session)
    session.commit()

    assert copied(as_lead(app, made), made, earlier, over="").status_code == 303

    file = now(session, made)
    assert file.content == CONTENT
    assert (file.contact.name, file.contact.email) == ("Bo Nieuw", CONTACT.email)
    assert (file.privacy.risks, file.privacy.measures) == ("Eigen risico.", PRIVACY.measures)
    assert (file.title, file.starts_on, file.lines, file.realisations) == ("", None, (), ())
    assert [partner.name for partner in file.partners] == ["Aalst"]


COUNTED = Indicator(
    measure=Measure.VOLUNTEERS,
    baseline=12,
    measured_on=date(2021, 9, 1),
    targets=(Target(2022, 30),),
    source="Telling door het OCMW",
)


@pytest.mark.parametrize("over", ["", "y"])
def test_what_is_counted_comes_over_without_the_numbers_of_another_project(
    app: Flask, session: Session, over: str
) -> None:
    earlier, made = both(session)
    actor = made.lead.actor
    service.save_indicators(session, actor, earlier.record, [COUNTED])
    session.commit()
    bare = Indicator(measure=Measure.VOLUNTEERS, source="Telling door het OCMW")
    page = as_lead(app, made).get(address(made, earlier)).text
    assert_well_formed(page)
    assert "Actieve vrijwilligers komt mee" in visible(page)

    assert copied(as_lead(app, made), made, earlier, over="").status_code == 303
    assert now(session, made).indicators == (bare,)

    own = Indicator(measure=Measure.OTHER, own="Lessen", baseline=3)
    service.save_indicators(session, actor, made.record, [own])
    session.commit()
    copied(as_lead(app, made), made, earlier, over=over)
    assert now(session, made).indicators == ((bare,) if over else (own,))
    kept = queries.earlier_texts(session, made.record, form.Key.INDICATORS)
    assert (len(kept) > 1) == bool(over)


def test_the_rest_is_replaced_only_when_asked_and_stays_an_earlier_text(
    app: Flask, session: Session
) -> None:
    earlier, made = both(session)
    session.commit()

    assert copied(as_lead(app, made), made, earlier, over="y").status_code == 303

    file = now(session, made)
    assert (file.contact, file.privacy) == (CONTACT, PRIVACY)
    kept = queries.earlier_texts(session, made.record, form.Key.PRIVACY)
    assert [one.version.content["risks"] for one in kept] == ["Eigen risico."]


def test_what_a_colleague_saved_meanwhile_is_looked_at_first(app: Flask, session: Session) -> None:
    earlier, made = both(session)
    session.commit()
    client = as_lead(app, made)
    seen = form_values(client.get(address(made, earlier)).text)
    service.save_part(session, made.lead.actor, made.record, form.Content(needs="Net geschreven."))
    session.commit()

    answer = client.post(address(made), data={**seen, "over": "y"})

    assert answer.status_code == 422
    assert "Een collega bewaarde intussen een deel." in visible(answer.text)
    assert now(session, made).content.needs == "Net geschreven."
    again = form_values(answer.text)
    assert client.post(address(made), data={**again, "over": "y"}).status_code == 303


def test_a_file_of_somebody_else_cannot_be_chosen(app: Flask, session: Session) -> None:
    call = published_call(session)
    foreign = complete(session, call, "Ninove", "Aalst", signed=False)
    record = service.start(session, foreign.towns[1].actor, call)
    made = Consortium(queries.whole(session, record), (foreign.towns[1],))
    session.commit()
    client = as_lead(app, made)

    page = client.get(address(made, foreign))
    assert "Uw organisatie is van geen andere aanvraag penvoerder." in visible(page.text)
    data = {"van": foreign.record.public_id, "seen": "0-0-0-0-0-0"}
    assert client.post(address(made), data=data).status_code == 422
    assert now(session, made).content.needs == ""


def test_nothing_comes_over_after_the_deadline_or_for_a_reader(
    app: Flask, session: Session, at: Clock
) -> None:
    earlier, made = both(session)
    reader = member(session, made.lead.organisation, MandateKind.READER, name="Lezer")
    session.commit()
    client = as_lead(app, made)
    seen = form_values(client.get(address(made, earlier)).text)
    read = signed_in(app, reader, made.lead.organisation)
    assert read.get(address(made)).status_code == 403
    assert read.post(address(made), data=seen).status_code == 403
    at.move(CLOSES)

    assert client.post(address(made), data=seen).status_code == 422
    assert now(session, made).content.needs == ""


def test_the_same_twice_changes_nothing_more(app: Flask, session: Session) -> None:
    earlier, made = both(session)
    session.commit()
    client = as_lead(app, made)
    copied(client, made, earlier, over="y")

    page = client.get(address(made, earlier))
    assert "geen antwoord dat hier nog niet staat" in visible(page.text)
