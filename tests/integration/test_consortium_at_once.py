"""Several people at the same instant: a link is used once, a file has one lead, nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain.form import Key
from subsidy.applications.models import Application, InvitationMail
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.db import for_writing
from subsidy.policy import Actor
from subsidy.workflow import OutboxMessage
from tests.factories import acting_for, member, municipality
from tests.support.applications import (
    DURING,
    PROJECT,
    budget,
    complete,
    draft,
    published_call,
)

AT_ONCE = 20
Verb = Callable[[Session, Application], object]


def first_link(session: Session) -> str:
    found = select(OutboxMessage.mail_path).where(OutboxMessage.mail_path != "")
    path = session.scalars(found.order_by(OutboxMessage.id).limit(1)).one()
    return path.rsplit("/", 1)[-1]


def mail_of(session: Session, token: str) -> InvitationMail:
    found = queries.invitation_mail(session, token)
    assert found is not None
    return found


def all_at_once(engine: Engine, public_id: str, *verbs: Verb) -> list[bool]:
    """Let each act happen in its own transaction, at the same instant; return what was done."""
    gate = Barrier(len(verbs))

    def does(verb: Verb) -> bool:
        with Session(engine) as own:
            gate.wait()
            for_writing(own)
            record = queries.application(own, public_id)
            assert record is not None
            try:
                verb(own, record)
            except RefusedError:
                return False
            own.commit()
            return True

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(does, verbs))


@pytest.mark.slow
def test_of_twenty_who_open_a_link_at_once_one_uses_it(engine_of_its_own: Engine) -> None:
    with Session(engine_of_its_own, expire_on_commit=False) as session, session.begin():
        made = draft(session, published_call(session), "Aalst")
        ninove = municipality(session, "Ninove")
        people = [member(session, ninove) for _ in range(AT_ONCE)]
        service.invite(session, made.lead.actor, made.record, ninove)
        token = first_link(session)
        actors = [acting_for(one, ninove, now=DURING) for one in people]
    gate = Barrier(AT_ONCE)

    def opens(number: int) -> bool:
        with Session(engine_of_its_own) as own:
            gate.wait()
            for_writing(own)
            try:
                service.open_link(own, actors[number], mail_of(own, token))
            except RefusedError:
                return False
            own.commit()
            return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        opened = list(pool.map(opens, range(AT_ONCE)))

    assert opened.count(True) == 1
    with Session(engine_of_its_own) as session:
        assert mail_of(session, token).used_by_id == people[opened.index(True)].id


@pytest.mark.slow
def test_leaving_and_passing_the_lead_at_once_leaves_one_lead_that_takes_part(
    engine_of_its_own: Engine,
) -> None:
    """Whoever comes first: the one lead of a file is always a partner that accepted."""
    with Session(engine_of_its_own, expire_on_commit=False) as session, session.begin():
        made = draft(session, published_call(session), "Aalst", "Ninove", "Lede")
        heir = made.record.partners[1]
        service.offer_lead(session, made.towns[1].actor, made.record, heir)
    lead, ninove = made.lead.actor, made.towns[1].actor

    all_at_once(
        engine_of_its_own,
        made.record.public_id,
        lambda own, record: service.confirm_lead(own, lead, record, record.partners[1]),
        lambda own, record: service.leave(own, ninove, record),
        lambda own, record: service.drop_lead(own, ninove, record, record.partners[1]),
    )

    assert_the_lead_takes_part(engine_of_its_own, made.record.public_id)


def assert_the_lead_takes_part(engine: Engine, public_id: str) -> None:
    with Session(engine) as session:
        record = queries.application(session, public_id)
        assert record is not None
        accepted = {p.organisation_id for p in record.partners if p.consent is Consent.ACCEPTED}
        assert record.lead_id in accepted


@pytest.mark.slow
def test_leaving_while_others_write_loses_nothing_of_them(engine_of_its_own: Engine) -> None:
    with Session(engine_of_its_own, expire_on_commit=False) as session, session.begin():
        made = complete(session, published_call(session), "Aalst", "Ninove", "Lede")
        typed = budget(made.record, Money(60_000_00))
    lead, leaver, third = (town.actor for town in made.towns)
    title = replace(PROJECT, title="Een nieuwe naam")

    left, renamed, counted = all_at_once(
        engine_of_its_own,
        made.record.public_id,
        lambda own, record: service.leave(own, leaver, record),
        lambda own, record: service.save_part(own, third, record, title),
        lambda own, record: service.save_budget(own, lead, record, typed),
    )

    assert left
    assert renamed
    with Session(engine_of_its_own) as session:
        record = queries.application(session, made.record.public_id)
        assert record is not None
        file = queries.file_again(session, record)
        assert {one.name for one in file.partners} == {"Aalst", "Lede"}
        assert file.title == "Een nieuwe naam"
        each = Money(60_000_00) if counted else Money(50_000_00)
        assert [line.requested for line in file.lines] == [each, each]
        assert record.requested == file.requested


def tries_to_save(engine: Engine, public_id: str, actor: Actor) -> tuple[int, list[str]]:
    """Hold a file and save in it; return who leads it then, and why that was refused."""
    with Session(engine) as own:
        record = queries.held(for_writing(own), public_id)
        assert record is not None
        try:
            service.save_part(own, actor, record, replace(PROJECT, title="Te laat"))
        except RefusedError as refused:
            return record.lead.id, [str(one.text) for one in refused.refusals]
        return record.lead.id, []


@pytest.mark.slow
def test_a_save_that_waited_for_who_leaves_is_refused(engine_of_its_own: Engine) -> None:
    """A file is held first and read after that: its partners, and who leads them."""
    with Session(engine_of_its_own, expire_on_commit=False) as session, session.begin():
        made = draft(session, published_call(session), "Aalst", "Ninove", "Lede")
    public_id, leaver, heir = made.record.public_id, made.towns[1].actor, made.record.partners[2]

    with Session(engine_of_its_own) as session, ThreadPoolExecutor(1) as pool:
        record = queries.application(for_writing(session), public_id)
        assert record is not None
        service.leave(session, leaver, record)
        record.lead_id = heir.organisation_id
        session.flush()
        saving = pool.submit(tries_to_save, engine_of_its_own, public_id, leaver)
        with suppress(TimeoutError):
            saving.result(0.5)  # it waits, or has wrongly saved already
        session.commit()
        text = "Your organisation does not take part in this application."
        assert saving.result() == (heir.organisation_id, [text])


def test_what_was_held_is_held_until_the_transaction_ends(engine_of_its_own: Engine) -> None:
    with Session(engine_of_its_own, expire_on_commit=False) as session, session.begin():
        made = draft(session, published_call(session), "Aalst")
        service.save_part(session, made.lead.actor, made.record, PROJECT)
    title = "Van iemand anders"
    with Session(engine_of_its_own, expire_on_commit=False) as session:
        record = queries.held(for_writing(session), made.record.public_id)
        assert record is not None
        first = queries.section(session, record, Key.PROJECT)
        assert first is not None
        version = first.version
        session.commit()
        with Session(engine_of_its_own) as own:
            again = queries.held(for_writing(own), made.record.public_id)
            assert again is not None
            service.save_part(own, made.lead.actor, again, replace(PROJECT, title=title))
            own.commit()

        found = queries.section(for_writing(session), record, Key.PROJECT)
        assert found is not None
        assert found.version == version + 1
