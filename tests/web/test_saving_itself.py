"""A part that saves itself: the same rules as the button, in few statements and without a page."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.applications import queries, service
from subsidy.applications.models import Presence, Section, SectionVersion
from subsidy.policy import MandateKind
from subsidy.web.idempotency import IdempotencyKey
from subsidy.workflow import AuditEntry
from tests.factories import member
from tests.support.applications import CLOSES, DURING, Consortium, complete, draft, published_call
from tests.support.clocks import Clock
from tests.support.pages import form_values, visible
from tests.support.people import signed_in
from tests.support.questions import EVERY_KIND, call_that_asks
from tests.support.statements import counted
from tests.web.test_history_pages import changed, parts

SECOND, MILLI, MINUTE = timedelta(seconds=1), timedelta(milliseconds=1), timedelta(minutes=1)
DATA = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def browsers(app: Flask, made: Consortium) -> list[FlaskClient]:
    return [signed_in(app, town.person, town.organisation) for town in made.towns]


def address(made: Consortium, path: str = "/onderdeel/privacy") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def itself(client: FlaskClient, url: str, typed: dict[str, Any]) -> TestResponse:
    """Send a form as static/writing.js does: with its token, without the key of the button."""
    return client.post(url, data={n: v for n, v in typed.items() if n != "_key"}, headers=DATA)


def risks(session: Session, made: Consortium) -> str:
    session.expire_all()
    stored = queries.section(session, made.record, "privacy")
    return "" if stored is None else str(stored.answers["risks"])


# Saving -------------------------------------------------------------------------------------------


def test_what_was_saved_is_said_and_never_looks_submitted(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)

    answer = itself(client, address(made), {"risks": "Phishing", "version": "0"})

    assert answer.status_code == 200
    assert answer.json == {
        "version": 1,
        "said": "Concept bewaard op vrijdag 1 oktober 2021, 10.00 uur. Nog niet ingediend.",
        "others": "",
    }
    assert risks(session, made) == "Phishing"
    assert session.scalar(select(func.count(IdempotencyKey.id))) == 0
    assert "bewaard" not in visible(client.get("/aanvragen").text).lower()  # no message waits


def test_a_long_run_of_saves_is_one_text_and_one_line_in_the_log(
    app: Flask, session: Session, at: Clock
) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)
    noted = select(func.count(AuditEntry.id)).where(AuditEntry.reason == "privacy")
    for number in range(20):
        at.move(DURING + number * 20 * SECOND)
        itself(client, address(made), {"risks": "x" * number, "version": str(number)})

    assert risks(session, made) == "x" * 19
    assert session.scalar(select(func.count(SectionVersion.id))) == 0
    assert session.scalar(noted) == 1


@pytest.mark.parametrize("number", range(8))
def test_every_kind_of_part_saves_itself_and_shows_a_conflict_to_the_later_writer(
    app: Flask, session: Session, number: int
) -> None:
    made = complete(session, published_call(session), signed=False)
    first, second = browsers(app, made)[:2]
    _, path = list(parts(made).items())[number]
    url = address(made, path)
    seen = form_values(second.get(url).text)
    mine = changed(seen)
    name = next(one for one in mine if mine[one] != seen[one])
    theirs = {**seen, name: "456" if mine[name] == "123" else "Van een ander"}

    assert itself(first, url, theirs).status_code == 200
    late = itself(second, url, mine)

    assert late.status_code == 409
    assert late.json is not None
    assert late.json["conflict"] is True
    assert form_values(first.get(url).text)[name] == theirs[name]  # nothing was overwritten
    shown = second.post(url, data=mine)
    assert shown.status_code == 422
    assert "Staat er nu" in visible(shown.text)
    again = form_values(shown.text)
    assert again[name] == mine[name]  # nothing that was typed is lost
    assert "data-conflict" in shown.text  # which text stays is for a person to decide
    assert second.post(url, data=again).status_code == 303
    assert form_values(first.get(url).text)[name] == mine[name]


def test_a_fault_is_told_and_nothing_is_saved(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)

    answer = itself(client, address(made), {"risks": "x" * 2001, "version": "0"})

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["said"].startswith("Niet bewaard. ")
    assert "2000" in answer.json["said"].replace(".", "")
    assert session.scalar(select(func.count(Section.id))) == 0


@pytest.mark.parametrize("kind", [MandateKind.READER, None])
def test_who_may_not_write_saves_nothing(
    app: Flask, session: Session, kind: MandateKind | None
) -> None:
    made = draft(session, published_call(session), "Aalst")
    if kind is None:
        client, code = app.test_client(), 401
    else:
        reader = member(session, made.lead.organisation, kind, name="Lezer")
        client, code = signed_in(app, reader, made.lead.organisation), 403

    assert itself(client, address(made), {"risks": "x", "version": "0"}).status_code == code
    assert client.post(address(made, "/aanwezig/privacy"), headers=DATA).status_code == code
    assert session.scalar(select(func.count(Section.id))) == 0
    assert session.scalar(select(func.count()).select_from(Presence)) == 0


@pytest.mark.parametrize(
    ("late", "code"), [(-SECOND, 200), (-MILLI, 200), (0 * MILLI, 422), (MILLI, 422), (SECOND, 422)]
)
def test_the_stamp_of_arrival_decides_when_a_part_saves_itself(
    app: Flask, session: Session, at: Clock, late: timedelta, code: int
) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)
    at.move(CLOSES + late)

    answer = itself(client, address(made), {"risks": "Phishing", "version": "0"})
    present = client.post(address(made, "/aanwezig/privacy"), headers=DATA)

    assert (answer.status_code, present.status_code) == (code, code)
    assert risks(session, made) == ("Phishing" if code == 200 else "")


def statements(
    connection: Connection, app: Flask, session: Session, names: tuple[str, ...]
) -> list[int]:
    made = draft(session, published_call(session), *names)
    client = browsers(app, made)[0]
    found = []
    for version in range(3):
        with counted(connection) as seen:
            typed = {"risks": f"Tekst {version}", "version": str(version)}
            assert itself(client, address(made), typed).status_code == 200
        found.append(len(seen))
    return found


def test_a_save_takes_as_few_statements_in_a_large_consortium(
    app: Flask, session: Session, connection: Connection
) -> None:
    names = ("Aalst", "Ninove", "Haaltert", "Lede", "Denderleeuw", "Erpe-Mere", "Berlare")
    small = statements(connection, app, session, names[:1])
    large = statements(connection, app, session, names)

    assert small == large
    assert small[-1] <= 6  # a save that goes on: no audit, no presence to add


# Questions that open and close while somebody types -----------------------------------------------


def test_questions_save_themselves_and_the_button_shows_what_opened(
    app: Flask, session: Session
) -> None:
    made = draft(session, call_that_asks(session, EVERY_KIND), "Aalst")
    (client,) = browsers(app, made)
    url = address(made, "/vragen")
    seen = {**form_values(client.get(url).text), "vraag_samen": "ja"}

    saved = itself(client, url, seen)
    assert saved.json is not None
    assert saved.json["said"].endswith("Uw antwoord opent nog vragen. Kies Bewaar om ze te zien.")
    answer = client.post(url, data={**seen, "version": str(saved.json["version"])})

    assert answer.location == f"{url}#question-leden"


def test_an_answer_that_was_saved_is_not_lost_when_its_question_goes(
    app: Flask, session: Session
) -> None:
    made = draft(session, call_that_asks(session, EVERY_KIND), "Aalst")
    (client,) = browsers(app, made)
    url = address(made, "/vragen")
    client.post(url, data={**form_values(client.get(url).text), "vraag_samen": "ja"})
    seen = {**form_values(client.get(url).text), "vraag_leden": "Aalst\r\nNinove"}
    saved = itself(client, url, {**seen, "vraag_samen": "nee"})
    assert saved.json is not None
    later = {**seen, "vraag_samen": "nee", "version": str(saved.json["version"])}

    assert itself(client, url, {**later, "vraag_plan": "Verder."}).status_code == 200
    version = str(saved.json["version"] + 1)
    lost = {**later, "version": version, "vraag_leden": "Aalst\r\nZele"}
    refused = client.post(url, data=lost)
    assert refused.status_code == 422
    assert "Zele" in visible(refused.text)  # this was saved nowhere: it is shown to copy


# Who is there -------------------------------------------------------------------------------------


def test_another_organisation_is_named_and_a_colleague_by_name(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst, ninove = browsers(app, made)
    colleague = member(session, made.lead.organisation, name="Collega van Aalst")
    assert aalst.post(address(made, "/aanwezig/privacy"), headers=DATA).json == {"others": ""}

    assert "Aalst bewerkt dit nu." in visible(ninove.get(address(made)).text)
    own = signed_in(app, colleague, made.lead.organisation)
    assert "Mandataris van Aalst bewerkt dit nu." in visible(own.get(address(made)).text)
    assert "bewerkt dit nu" not in visible(aalst.get(address(made)).text)
    elsewhere = visible(ninove.get(address(made, "/onderdeel/contact")).text)
    assert "bewerkt dit nu" not in elsewhere
    told = ninove.post(address(made, "/aanwezig/privacy"), headers=DATA).json
    assert told == {"others": "Aalst bewerkt dit nu."}


@pytest.mark.parametrize(
    ("gone", "shown"),
    [(2 * MINUTE - MILLI, True), (2 * MINUTE, False), (3 * MINUTE, False)],
)
def test_who_left_disappears_after_two_minutes(
    app: Flask, session: Session, at: Clock, gone: timedelta, *, shown: bool
) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst, ninove = browsers(app, made)
    aalst.post(address(made, "/aanwezig/privacy"), headers=DATA)
    at.move(DURING + gone)

    assert ("Aalst bewerkt dit nu." in visible(ninove.get(address(made)).text)) is shown


def test_who_goes_on_typing_stays_there(app: Flask, session: Session, at: Clock) -> None:
    """Not every save writes that down, so the last time it did must not be long ago."""
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst, ninove = browsers(app, made)
    for number in range(40):
        at.move(DURING + 5 * number * SECOND)
        itself(aalst, address(made), {"risks": f"x{number}", "version": str(number)})
    at.move(DURING + 5 * 39 * SECOND + MINUTE)

    assert "Aalst bewerkt dit nu." in visible(ninove.get(address(made)).text)


def test_who_goes_on_for_another_organisation_is_there_for_that_one(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst, ninove = made.towns
    actor = aalst.at(DURING)
    service.appear(session, actor, made.record, "privacy")
    other = replace(actor, organisation_id=ninove.organisation.id, now=DURING + SECOND)
    service.appear(session, other, made.record, "privacy")

    found = session.scalars(select(Presence.organisation_id)).all()
    assert found == [ninove.organisation.id]


def test_saving_shows_that_one_is_there_and_reading_does_not(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst, ninove = browsers(app, made)
    ninove.get(address(made))
    assert session.scalar(select(func.count()).select_from(Presence)) == 0
    itself(aalst, address(made), {"risks": "x", "version": "0"})

    assert "Aalst bewerkt dit nu." in visible(ninove.get(address(made)).text)


def test_rows_of_who_left_are_swept(app: Flask, session: Session, at: Clock) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst, ninove = browsers(app, made)
    aalst.post(address(made, "/aanwezig/privacy"), headers=DATA)
    at.move(DURING + 5 * MINUTE)
    ninove.post(address(made, "/aanwezig/contact"), headers=DATA)

    assert session.scalars(select(Presence.key)).all() == ["contact"]


def test_to_say_twice_that_one_is_there_is_as_good_as_once(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)
    for _ in range(2):
        assert client.post(address(made, "/aanwezig/privacy"), headers=DATA).status_code == 200

    assert session.scalar(select(func.count()).select_from(Presence)) == 1


def test_a_part_that_does_not_exist_has_nobody(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)

    assert client.post(address(made, "/aanwezig/nergens"), headers=DATA).status_code == 404


# What no browser keeps ----------------------------------------------------------------------------


def test_fields_about_a_person_are_marked_for_the_browser(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)

    contact = client.get(address(made, "/onderdeel/contact")).text
    assert contact.count("data-personal") == 4
    for path in ("/onderdeel/project", "/onderdeel/inhoud", "/onderdeel/privacy"):
        assert "data-personal" not in client.get(address(made, path)).text


# What is pasted -----------------------------------------------------------------------------------


def test_text_from_word_arrives_clean_and_only_what_stays_counts(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)
    pasted = "\u2022\tMensen\u00a0verliezen hun wacht\u00adwoord\r\n" + "x\u200b" * 1500

    answer = client.post(address(made), data={"risks": pasted, "version": "0"})

    assert answer.status_code == 303
    assert risks(session, made) == "- Mensen verliezen hun wachtwoord\n" + "x" * 1500


def test_a_field_that_is_not_sent_keeps_its_text(app: Flask, session: Session) -> None:
    """A page that was opened before the form grew saves itself without the new field."""
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)
    typed = {"risks": "Phishing", "measures": "Lessen", "version": "0"}
    assert itself(client, address(made), typed).status_code == 200

    assert itself(client, address(made), {"risks": "Spam", "version": "1"}).status_code == 200

    session.expire_all()
    stored = queries.section(session, made.record, "privacy")
    assert stored is not None
    assert stored.answers == {"risks": "Spam", "measures": "Lessen"}
