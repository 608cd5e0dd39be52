"""The table of deadline instants: every act of an applicant, one tick before and after the close.

The interval is half-open: a request that arrives at the closing instant itself is too late. The two
other closings lie at the hours that summer time skips (28 March 2027, 01.00 UTC) and winter time
repeats (31 October 2027, 00.00 to 02.00 UTC), by Directive 2000/84/EC.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications import service as applications
from subsidy.applications.models import Application
from subsidy.calls import service as calls
from subsidy.calls.models import Call, RegulationVersion
from subsidy.core.deadline import time_left
from subsidy.language import words
from subsidy.policy import Role
from tests import factories
from tests.support.applications import (
    CLOSES,
    DURING,
    OPENS,
    Consortium,
    Town,
    complete,
    draft,
    published_call,
    town,
)
from tests.support.clocks import Clock
from tests.support.enclosures import enclosed, pdf
from tests.support.pages import form_values
from tests.support.people import signed_in
from tests.support.statements import counted

SECOND, MILLI = timedelta(seconds=1), timedelta(milliseconds=1)
SKIPPED = datetime(2027, 3, 28, 1, tzinfo=UTC)  # 03.00 in Brussels, one tick after 01.59.59
BEFORE_TWICE = datetime(2027, 10, 31, 0, tzinfo=UTC) - timedelta(minutes=1)  # 01.59 summer time
AFTER_TWICE = datetime(2027, 10, 31, 2, tzinfo=UTC)  # 03.00 winter time
CLOSINGS = (CLOSES, SKIPPED, BEFORE_TWICE, AFTER_TWICE)
Act = Callable[[], int]
Prepare = Callable[[Flask, Session, Call], Act]
PROJECT = {
    "title": "Digitaal mee",
    "summary": "Wat, waar en hoe.",
    "starts_on": "01/01/2022",
    "ends_on": "31/12/2023",
    "version": "0",
}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def closing(session: Session, closes_at: datetime) -> Call:
    """Return a call that closes at this instant: the one of the tests, extended by two people."""
    call = published_call(session)
    if closes_at != CLOSES:
        extend(session, call, closes_at)
    session.commit()
    return call


def extend(session: Session, call: Call, closes_at: datetime) -> None:
    officer = factories.as_actor(factories.case_officer(session), Role.CASE_OFFICER, now=DURING)
    other = factories.decision_maker(session)
    decider = factories.as_actor(other, Role.DECISION_MAKER, now=DURING)
    change = calls.prepare_extension(session, officer, call, closes_at, "Een proef.")
    applications.approve_change(session, decider, change)


def lead_of(app: Flask, session: Session, made: Consortium) -> FlaskClient:
    session.commit()
    return signed_in(app, made.lead.person, made.lead.organisation)


def submit(app: Flask, session: Session, call: Call) -> Act:
    made = complete(session, call)
    client = lead_of(app, session, made)
    return lambda: client.post(f"/aanvragen/{made.record.public_id}/indienen").status_code


def save(app: Flask, session: Session, call: Call) -> Act:
    made = draft(session, call, "Aalst")
    client = lead_of(app, session, made)
    address = f"/aanvragen/{made.record.public_id}/onderdeel/project"
    return lambda: client.post(address, data=PROJECT).status_code


def confirm(app: Flask, session: Session, call: Call) -> Act:
    made = draft(session, call, "Aalst")
    partner = town(session, "Ninove")
    applications.invite(session, made.lead.actor, made.record, partner.organisation)
    session.commit()
    client = signed_in(app, partner.person, partner.organisation)
    return lambda: client.post(f"/aanvragen/{made.record.public_id}/aanvaard").status_code


def sign(app: Flask, session: Session, call: Call) -> Act:
    made = complete(session, call, signed=False)
    client = lead_of(app, session, made)
    address = f"/aanvragen/{made.record.public_id}/ondertekenen"
    found = re.search(r'name="content_hash"[^>]*value="([0-9a-f]+)"', client.get(address).text)
    assert found
    decided = {"deciding_body": "college", "decided_on": "13/09/2021"}
    by = {"name": "An Peeters", "function": "burgemeester"}
    typed = {**by, **decided, "content_hash": found[1]}
    return lambda: client.post(address, data=typed).status_code


def withdraw(app: Flask, session: Session, call: Call) -> Act:
    made = complete(session, call)
    applications.submit(session, made.lead.at(DURING), made.record)
    client = lead_of(app, session, made)
    address = f"/aanvragen/{made.record.public_id}/intrekken"
    return lambda: client.post(address, data={"reason": "Te weinig tijd."}).status_code


def reopen(app: Flask, session: Session, call: Call) -> Act:
    made = complete(session, call)
    applications.submit(session, made.lead.at(DURING), made.record)
    client = lead_of(app, session, made)
    return lambda: client.post(f"/aanvragen/{made.record.public_id}/heropen").status_code


def enclose(app: Flask, session: Session, call: Call) -> Act:
    made = draft(session, call, "Aalst")
    client = lead_of(app, session, made)
    address = f"/aanvragen/{made.record.public_id}/bijlagen/nieuw"
    return lambda: client.post(address, data={"files": (BytesIO(pdf()), "a.pdf")}).status_code


def take_out(app: Flask, session: Session, call: Call) -> Act:
    made = draft(session, call, "Aalst")
    (row,) = enclosed(session, made, app.extensions["store"])
    client = lead_of(app, session, made)
    address = f"/aanvragen/{made.record.public_id}/bijlagen/{row.public_id}/verwijder"
    return lambda: client.post(address).status_code


def start(app: Flask, session: Session, call: Call) -> Act:
    who = town(session, "Lede")
    session.commit()
    client = signed_in(app, who.person, who.organisation)
    address = f"/oproepen/{call.public_id}/aanvraag"
    return lambda: client.post(address).status_code


def ask(app: Flask, session: Session, call: Call) -> Act:
    who = town(session, "Lede")
    session.commit()
    client = signed_in(app, who.person, who.organisation)
    typed = {"asked": "Mag een OCMW?", "how": "publicly"}
    return lambda: client.post(f"/oproepen/{call.public_id}/stel-vraag", data=typed).status_code


ACTS: tuple[Prepare, ...] = (
    *(submit, save, confirm, sign, withdraw, reopen),
    *(enclose, take_out, start, ask),
)


@pytest.mark.parametrize("closes_at", CLOSINGS, ids=lambda each: each.strftime("%d-%m-%Y"))
@pytest.mark.parametrize("prepare", ACTS, ids=lambda each: each.__name__)
def test_an_act_counts_until_the_tick_before_the_close(
    app: Flask, session: Session, at: Clock, prepare: Prepare, closes_at: datetime
) -> None:
    act = prepare(app, session, closing(session, closes_at))
    answers = []
    for distance in (SECOND, MILLI, timedelta(0), -MILLI):
        at.move(closes_at + distance)
        answers.append(act())

    assert answers == [422, 422, 422, 303]


def test_every_other_act_in_a_draft_counts_until_that_tick(
    app: Flask, session: Session, at: Clock
) -> None:
    """Each is done in the end, so that none is refused for another reason than the hour."""
    made = complete(session, closing(session, CLOSES))
    invited, asked = town(session, "Lede"), town(session, "Berlare")
    partner = applications.invite(session, made.lead.actor, made.record, invited.organisation)
    away = applications.invite(session, made.lead.actor, made.record, asked.organisation)
    (thing,) = queries.whole(session, made.record).realisations
    session.commit()
    lead, _, last = made.towns
    own, other = (p.public_id for p in made.record.partners[:2])
    acts = [
        *((lead, path) for path in (f"/partners/{other}", "/begroting", f"/begroting/{own}")),
        *((lead, path) for path in ("/verwachtingen", "/indicatoren", "/verklaringen")),
        *((lead, f"/realisaties/{thing.public_id}{path}") for path in ("", "/opschaling")),
        (lead, f"/continuiteit/{thing.public_id}"),
        (lead, "/realisaties/nieuw"),
        (lead, "/steunpunt"),
        (lead, f"/partners/{partner.public_id}/uitnodiging/opnieuw"),
        (lead, f"/partners/{away.public_id}/trek-in"),
        (lead, f"/partners/{other}/penvoerder"),
        (lead, f"/realisaties/{thing.public_id}/verwijder"),
        (invited, "/weiger"),
        (last, "/stap-uit"),
    ]
    here = f"/aanvragen/{made.record.public_id}"
    by = {who: signed_in(app, who.person, who.organisation) for who, _ in acts}

    def form(who: Town, path: str) -> dict[str, str]:
        page = by[who].get(f"{here}{path}")
        found = form_values(page.text) if page.status_code == 200 else {}
        return {**found, "title": "Nog een"} if path.endswith("/nieuw") else found

    before = {path: form(who, path) for who, path in acts}
    answers: dict[str, list[int]] = {path: [] for path in before}
    for distance in (SECOND, MILLI, timedelta(0), -MILLI):
        at.move(CLOSES + distance)
        for who, path in acts:  # in the last tick one act changes what another must have seen
            typed = form(who, path) if distance < timedelta(0) else before[path]
            answer = by[who].post(f"{here}{path}", data=typed)
            answers[path].append(answer.status_code)

    assert {path: found for path, found in answers.items() if found != [422, 422, 422, 303]} == {}


@pytest.mark.parametrize("prepare", ACTS, ids=lambda each: each.__name__)
def test_a_second_before_the_close_is_in_time(
    app: Flask, session: Session, at: Clock, prepare: Prepare
) -> None:
    act = prepare(app, session, closing(session, CLOSES))
    at.move(CLOSES - SECOND)

    assert act() == 303


def test_a_call_opens_at_its_first_instant(app: Flask, session: Session, at: Clock) -> None:
    act = start(app, session, closing(session, CLOSES))
    answers = []
    for distance in (-SECOND, -MILLI, timedelta(0)):
        at.move(OPENS + distance)
        answers.append(act())

    assert answers == [422, 422, 303]


def _days() -> Iterator[tuple[datetime, datetime, str]]:
    """Give deadline, now, and the days left on the calendar of Brussels, counted by hand."""
    spring = datetime(2027, 3, 29, 10, tzinfo=UTC)  # noon, the day after the clock went forward
    autumn = datetime(2027, 11, 1, 11, tzinfo=UTC)  # noon, the day after it went back
    yield spring, datetime(2027, 3, 26, 22, 59, tzinfo=UTC), "3 dagen"
    yield spring, datetime(2027, 3, 26, 23, 0, tzinfo=UTC), "2 dagen"
    yield spring, datetime(2027, 3, 27, 22, 59, tzinfo=UTC), "2 dagen"
    yield spring, datetime(2027, 3, 27, 23, 0, tzinfo=UTC), "1 dag"
    yield spring, datetime(2027, 3, 28, 21, 59, tzinfo=UTC), "1 dag"
    yield spring, datetime(2027, 3, 28, 22, 0, tzinfo=UTC), "vandaag"
    yield autumn, datetime(2027, 10, 29, 21, 59, tzinfo=UTC), "3 dagen"
    yield autumn, datetime(2027, 10, 30, 21, 59, tzinfo=UTC), "2 dagen"
    yield autumn, datetime(2027, 10, 30, 22, 0, tzinfo=UTC), "1 dag"
    yield autumn, datetime(2027, 10, 31, 22, 59, tzinfo=UTC), "1 dag"
    yield autumn, datetime(2027, 10, 31, 23, 0, tzinfo=UTC), "vandaag"


@pytest.mark.parametrize(("deadline", "now", "says"), tuple(_days()))
def test_the_days_left_are_right_when_the_clock_changes(
    deadline: datetime, now: datetime, says: str
) -> None:

    assert says in words(time_left(deadline, now))


def test_all_drafts_have_the_new_deadline_at_once(session: Session) -> None:
    def statements_with(drafts: int) -> int:
        call = published_call(session)
        for _ in range(drafts):
            draft(session, call, "Aalst", "Ninove")
        session.flush()
        with counted(session.connection()) as statements:
            extend(session, call, datetime(2022, 1, 10 + drafts, 11, tzinfo=UTC))
        return len(statements)

    assert statements_with(1) == statements_with(9)
    numbers = select(RegulationVersion.number).join(Application.regulation_version)
    assert set(session.scalars(numbers)) == {2}
