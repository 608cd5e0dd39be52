"""Earlier texts of a part: every text that was replaced is kept, can be read and comes back."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain import form
from subsidy.applications.domain.case_file import FileLine
from subsidy.applications.domain.history import RUN, text_of
from subsidy.applications.domain.signing import current_signatures
from subsidy.applications.models import Section, SectionVersion
from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from tests.factories import case_officer, member, municipality
from tests.support.applications import (
    AFTER,
    CLOSES,
    DURING,
    PRIVACY,
    Consortium,
    complete,
    draft,
    published_call,
    sign_all,
)
from tests.support.clocks import Clock
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def address(made: Consortium, place: str = "privacy") -> str:
    return f"/aanvragen/{made.record.public_id}/versies/{place}"


def as_lead(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def write(
    session: Session, made: Consortium, risks: str, *, town: int = 0, minute: int = 0
) -> None:
    actor = made.towns[town].at(DURING + minute * MINUTE)
    service.save_part(session, actor, made.record, form.Privacy(risks=risks))


def write_unasked(session: Session, made: Consortium, risks: str, *, minute: int) -> None:
    write(session, made, risks, minute=minute)
    service.saved_by_itself(session, made.record, "privacy")


def kept(session: Session, key: str = "privacy") -> list[str]:
    rows = session.scalars(
        select(SectionVersion).where(SectionVersion.key == key).order_by(SectionVersion.number)
    )
    return [text_of(key, row.content).risks for row in rows]


# What is kept -------------------------------------------------------------------------------------


def test_each_text_that_a_button_replaced_is_kept(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    for number, text in enumerate(("Een", "Twee", "Drie")):
        write(session, made, text, town=number % 2, minute=number)

    assert kept(session) == ["Een", "Twee"]


def test_saving_the_same_text_again_adds_nothing(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    write(session, made, "Een")
    write(session, made, "Een", minute=1)

    assert kept(session) == []


def test_texts_that_were_saved_while_typing_fold_into_the_last(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    write(session, made, "Met de knop")
    for minute, text in enumerate(("a", "ab", "abc"), 1):
        write_unasked(session, made, text, minute=minute)
    write(session, made, "abcd", minute=4)
    write(session, made, "Iets anders", minute=5)

    assert kept(session) == ["Met de knop", "abcd"]


def test_a_run_of_typing_ends_after_ten_minutes(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    ends = int(RUN / MINUTE)
    for minute, text in ((0, "begin"), (ends - 1, "nog bezig"), (ends, "daarna")):
        write_unasked(session, made, text, minute=minute)

    assert kept(session) == ["nog bezig"]


def test_a_colleague_in_between_ends_a_run_of_typing(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    write_unasked(session, made, "Aalst typt", minute=0)
    write(session, made, "Ninove ertussen", town=1, minute=1)
    write_unasked(session, made, "Aalst weer", minute=2)

    assert kept(session) == ["Aalst typt", "Ninove ertussen"]


def test_the_title_with_which_a_file_was_started_is_kept_too(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    made.record.title = "Zoals begonnen"
    session.flush()
    service.save_part(session, made.lead.actor, made.record, form.Project(title="Zoals bewaard"))

    row = session.scalars(select(SectionVersion)).one()
    assert (row.number, row.content["title"], row.saved_by_id) == (
        0,
        "Zoals begonnen",
        made.record.started_by_id,
    )


def test_a_kept_text_cannot_be_changed(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    write(session, made, "Een")
    write(session, made, "Twee")
    row = session.scalars(select(SectionVersion)).one()
    row.saved_at = AFTER

    with pytest.raises(DatabaseError):
        session.flush()
    session.rollback()


def test_a_realisation_that_is_removed_leaves_its_texts(session: Session) -> None:
    made = complete(session, published_call(session), signed=False)
    row = queries.whole(session, made.record).realisations[0]
    service.remove_realisation(session, made.lead.actor, made.record, row)

    keys = session.scalars(select(SectionVersion.key).order_by(SectionVersion.key)).all()
    assert keys == [f"continuity:{row.public_id}", f"realisation:{row.public_id}"]


# What comes back ----------------------------------------------------------------------------------


def parts(made: Consortium) -> dict[str, str]:
    """Return the place of each kind of part, and the address on which it is written."""
    partner = made.record.partners[1].public_id
    row = made.record.realisations[0].public_id
    return {
        "project": "/onderdeel/project",
        "contact": "/onderdeel/contact",
        "inhoud": "/onderdeel/inhoud",
        "privacy": "/onderdeel/privacy",
        "begroting": "/begroting",
        f"taken-{partner}": f"/partners/{partner}",
        f"realisatie-{row}": f"/realisaties/{row}",
        f"continuiteit-{row}": f"/continuiteit/{row}",
    }


def changed(values: dict[str, str]) -> dict[str, str]:
    """Return a form with something else in its first text or amount."""
    name = next(
        name
        for name, value in values.items()
        if value
        and name not in ("version", "_key", "csrf_token", "starts_on", "email")
        and not name.endswith("-stays")
    )
    return {**values, name: "123" if values[name].replace(".", "").isdigit() else "Anders"}


@pytest.mark.parametrize("number", range(8))
def test_every_kind_of_part_comes_back_as_it_was(app: Flask, session: Session, number: int) -> None:
    made = complete(session, published_call(session), signed=False)
    client = as_lead(app, made)
    place, path = list(parts(made).items())[number]
    url = f"/aanvragen/{made.record.public_id}{path}"
    before = form_values(client.get(url).text)
    assert client.post(url, data=changed(before)).status_code == 303

    shown = client.get(address(made, place))
    assert shown.status_code == 200
    assert_well_formed(shown.text)
    assert "<del>" in shown.text
    assert "<ins>" in shown.text
    answer = client.post(address(made, place), data=form_values(shown.text))

    assert answer.status_code == 303
    after = form_values(client.get(url).text)
    fresh = {"version", "_key", "csrf_token"}
    assert {n: v for n, v in after.items() if n not in fresh} == {
        n: v for n, v in before.items() if n not in fresh
    }
    assert len(queries.earlier_texts(session, made.record, _key(place))) == 2


def _key(place: str) -> str:
    words = {
        "project": "project",
        "contact": "contact",
        "inhoud": "content",
        "privacy": "privacy",
        "begroting": "budget",
        "taken": "partners",
        "realisatie": "realisation",
        "continuiteit": "continuity",
    }
    word, _, name = place.partition("-")
    return f"{words[word]}:{name}" if name else words[word]


def test_what_changed_is_shown_word_by_word(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    write(session, made, "Mensen verliezen hun wachtwoord.")
    write(session, made, "Mensen vergeten hun wachtwoord.", town=1)

    page = as_lead(app, made).get(address(made)).text

    assert "Mensen <del>" in page
    assert "verliezen</del>" in page
    assert "vergeten</ins> hun wachtwoord." in page
    assert "Mandataris van Aalst" in visible(page)


def test_a_text_that_comes_back_withdraws_the_signatures_it_touches(
    app: Flask, session: Session
) -> None:
    made = complete(session, published_call(session), signed=False)
    record = made.record
    lines = [
        FileLine(partner_id=p.public_id, cost_type=CostType.STAFF, year=2022, requested=Money(100))
        for p in record.partners
    ]
    service.save_budget(session, made.lead.actor, record, lines)
    sign_all(session, made)
    session.commit()
    client = as_lead(app, made)

    client.post(
        address(made, "begroting"), data=form_values(client.get(address(made, "begroting")).text)
    )

    file = queries.case_file(queries.whole(session, record))
    assert current_signatures(file) == {}


def test_who_restores_what_a_colleague_changed_meanwhile_sees_both_texts(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    write(session, made, "Een")
    write(session, made, "Twee")
    client = as_lead(app, made)
    seen = form_values(client.get(address(made)).text)
    write(session, made, "Drie", town=1)
    session.commit()

    answer = client.post(address(made), data=seen)

    assert answer.status_code == 422
    assert "bewaarde dit deel op" in visible(answer.text)
    session.expire_all()
    stored = queries.section(session, made.record, "privacy")
    assert stored is not None
    assert stored.answers["risks"] == "Drie"


def test_after_the_deadline_texts_are_read_but_do_not_come_back(
    app: Flask, session: Session, at: Clock
) -> None:
    made = draft(session, published_call(session), "Aalst")
    write(session, made, "Een")
    write(session, made, "Twee")
    session.commit()
    client = as_lead(app, made)
    seen = form_values(client.get(address(made)).text)
    at.move(CLOSES)

    assert client.post(address(made), data=seen).status_code == 422
    page = client.get(address(made))
    assert page.status_code == 200
    assert "Zet deze tekst terug" not in page.text


def test_a_version_that_does_not_exist_is_refused(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")

    answer = as_lead(app, made).post(address(made), data={"versie": "7", "version": "0"})

    assert answer.status_code == 422


# Who may see it -----------------------------------------------------------------------------------


def test_the_agency_reads_the_file_after_closing_but_never_its_earlier_texts(
    app: Flask, session: Session, at: Clock
) -> None:
    made = complete(session, published_call(session))
    service.save_part(
        session, made.lead.actor, made.record, form.Privacy(risks="Geheim", measures="x")
    )
    service.save_part(session, made.lead.actor, made.record, PRIVACY)
    record = queries.whole(session, made.record)
    service.submit(session, made.lead.actor, record)
    session.commit()
    at.move(AFTER)
    officer = signed_in(app, case_officer(session))

    assert officer.get(f"/aanvragen/{record.public_id}/volledig").status_code == 200
    assert officer.get(address(made)).status_code == 403
    assert as_lead(app, made).get(address(made)).status_code == 200


def test_for_a_stranger_there_are_no_earlier_texts(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    gent = municipality(session, "Gent")

    assert signed_in(app, member(session, gent), gent).get(address(made)).status_code == 404


def test_reading_writes_nothing(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    write(session, made, "Een")
    write(session, made, "Twee")
    session.commit()
    as_lead(app, made).get(address(made))

    assert session.scalar(select(func.count(SectionVersion.id))) == 1


def test_a_partner_that_comes_back_goes_on_where_its_texts_ended(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    partner = made.record.partners[1]
    key = queries.tasks_key(partner.public_id)
    for tasks in ("Een", "Twee"):
        service.save_tasks(session, made.lead.actor, made.record, partner, form.Tasks(tasks=tasks))
    session.execute(delete(Section).where(Section.key == key))
    for tasks in ("Drie", "Vier"):
        service.save_tasks(session, made.lead.actor, made.record, partner, form.Tasks(tasks=tasks))

    found = queries.earlier_texts(session, made.record, key)
    assert [each.version.content["tasks"] for each in found] == ["Drie", "Een"]
