"""Every partner of a draft hears of the deadline: 14, 7, 2 and 1 days before, once each."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from subsidy.accounts.models import Person
from subsidy.applications import queries, service
from subsidy.applications.domain.reminding import due
from subsidy.cli import reminding
from subsidy.core.text import Text
from subsidy.language import words
from subsidy.workflow import OutboxMessage
from tests.support.applications import Consortium, complete, draft, published_call

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def closing(made: Consortium) -> datetime:
    assert made.record.call.closes_at is not None
    return made.record.call.closes_at


def remind_at(session: Session, now: datetime) -> int:
    waiting = queries.to_remind(session, now, 20)
    return sum(service.remind(session, public_id, days, now) for public_id, days in waiting)


def told(session: Session, person: Person) -> list[tuple[str, str]]:
    """Return subject and body of each reminder, oldest first."""
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.person_id == person.id, OutboxMessage.path.endswith("/voorwaarden"))
        .order_by(OutboxMessage.id)
    )
    return [(words(Text.from_data(row.subject)), words(Text.from_data(row.body))) for row in rows]


@pytest.mark.parametrize(
    ("before", "mark"),
    [
        (15 * DAY, None),
        (14 * DAY + SECOND, None),
        (14 * DAY, 14),
        (8 * DAY, 14),
        (7 * DAY, 7),
        (2 * DAY + SECOND, 7),
        (2 * DAY, 2),
        (DAY, 1),
        (SECOND, 1),
        (0 * DAY, None),
        (-DAY, None),
    ],
)
def test_a_mark_is_due_until_the_next_one(before: timedelta, mark: int | None) -> None:
    closes_at = datetime.fromisoformat("2021-10-29T10:00:00+00:00")

    assert due(closes_at, closes_at - before) == mark


def test_each_partner_hears_four_times_and_never_twice(session: Session) -> None:
    made = draft(session, published_call(session))
    closes_at = closing(made)

    for days in (20, 14, 14, 10, 7, 5, 2, 1, 0.5):
        remind_at(session, closes_at - days * DAY)

    for town in made.towns:
        subjects = [subject for subject, _ in told(session, town.person)]
        left = [subject.rpartition(" sluit over ")[2] for subject in subjects]
        assert left == ["14 dagen", "7 dagen", "2 dagen", "1 dag"]


def test_who_has_done_its_part_reads_that_and_the_lead_reads_to_submit(session: Session) -> None:
    made = complete(session, published_call(session))
    remind_at(session, closing(made) - 7 * DAY)

    lead, partner, _ = (told(session, town.person)[0][1] for town in made.towns)

    assert "Bewaard is niet ingediend." in lead
    assert "Uw deel is klaar." in partner
    assert made.lead.organisation.name in partner


def test_who_must_still_sign_reads_that_and_the_lead_reads_what_all_lack(session: Session) -> None:
    made = complete(session, published_call(session), signed=False)
    remind_at(session, closing(made) - 2 * DAY)
    empty = draft(session, made.record.call, "Brugge", "Damme")
    remind_at(session, closing(made) - 2 * DAY + SECOND)

    assert "Onderteken voor uw organisatie." in told(session, made.towns[1].person)[0][1]
    lead = told(session, empty.lead.person)[0][1]
    assert "En nog" in lead
    assert lead.count(". ") >= 6


def test_what_is_submitted_withdrawn_or_begun_too_late_is_not_reminded(session: Session) -> None:
    made = complete(session, published_call(session))
    closes_at = closing(made)
    service.submit(session, made.lead.actor, made.record)

    assert remind_at(session, closes_at - 7 * DAY) == 0

    late = draft(session, made.record.call, "Brugge", "Damme")
    late.record.started_at = closes_at - 5 * DAY
    session.flush()
    assert remind_at(session, closes_at - 4 * DAY) == 0
    assert remind_at(session, closes_at - 2 * DAY) == 1


def test_a_deadline_that_moved_away_reminds_nobody(session: Session) -> None:
    made = draft(session, published_call(session))
    closes_at = closing(made)
    made.record.call.closes_at = closes_at + 30 * DAY
    session.flush()

    assert remind_at(session, closes_at - 7 * DAY) == 0


def test_a_deadline_that_was_extended_reminds_anew(session: Session) -> None:
    made = draft(session, published_call(session))
    closes_at = closing(made)
    assert remind_at(session, closes_at - 7 * DAY) == 1
    made.record.call.closes_at = closes_at + 10 * DAY
    session.flush()

    assert remind_at(session, closes_at + 3 * DAY) == 1
    assert len(told(session, made.lead.person)) == 2


def test_a_draft_that_cannot_be_read_keeps_no_other_waiting(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, sound = (draft(session, published_call(session), name) for name in ("Aalst", "Brugge"))
    session.commit()
    real = service.remind

    def fail(using: Session, public_id: str, days: int, now: datetime) -> bool:
        if public_id == broken.record.public_id:
            raise ValueError(public_id)
        return real(using, public_id, days, now)

    monkeypatch.setattr(service, "remind", fail)
    monkeypatch.setattr("subsidy.core.clock.now", lambda: closing(broken) - 7 * DAY)
    own = sessionmaker(session.connection(), join_transaction_mode="create_savepoint")

    assert reminding.remind_due(own) == 1
    assert "ValueError" in capsys.readouterr().err
    assert len(told(session, sound.lead.person)) == 1
    assert told(session, broken.lead.person) == []


def test_a_second_worker_that_read_the_same_list_sends_nothing(session: Session) -> None:
    made = draft(session, published_call(session))
    now = closing(made) - 7 * DAY
    waiting = queries.to_remind(session, now, 20)

    first = [service.remind(session, public_id, days, now) for public_id, days in waiting]
    second = [service.remind(session, public_id, days, now) for public_id, days in waiting]

    assert (first, second) == ([True], [False])
    assert [len(told(session, town.person)) for town in made.towns] == [1, 1, 1]
