"""Conflicts through the services: facts that come late, objections, and the chair who rules."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.applications import queries as applications
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import content_hash, dump
from subsidy.calls.models import RegulationVersion
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Actor, MandateKind, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.conflicts import ConflictKind, Reason, Ruling, Source
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.domain.objecting import LASTS, Objection
from subsidy.scoring.models import Conflict, Juror, Review
from subsidy.workflow import AuditEntry, OutboxMessage
from tests.factories import municipality, person
from tests.support.applications import AFTER, CLOSES
from tests.support.scoring import (
    Jury,
    cleared,
    given,
    juror_actor,
    jury,
    reread,
    scored,
    seated,
)


def with_chair(session: Session, made: Jury, employer: str = "Genk") -> Juror:
    chairs = person(session, "Vera Voorzitter", employer=municipality(session, employer))
    seat = service.seat(session, made.actor, made.call, chairs, is_chair=True)
    found = queries.seat(session, made.call.id, seat.public_id)
    assert found is not None
    return found


def as_chair(seat: Juror) -> Actor:
    return Actor(seat.person_id, AFTER, frozenset({Role.JURY_CHAIR}))


def reasons(session: Session, made: Jury, juror: int = 0) -> tuple[Reason, ...]:
    return service.reasons_against(session, made.jurors[juror], made.files[0])


def mandate(session: Session, juror: Juror, town: str = "Ninove") -> None:
    who = session.get_one(Person, juror.person_id)
    accounts.give_mandate(session, who, municipality(session, town), MandateKind.READER)


def lead(made: Jury) -> Actor:
    """Return who objects; whether this person may is asked of the policy."""
    return Actor(made.officer.id, AFTER)


def submitted(session: Session, made: Jury) -> Application:
    found = applications.application(session, made.files[0].public_id)
    assert found is not None
    return found


MEANT = Objection(ConflictKind.CONSULTANCY, "Brugge", "Brugge schreef mee aan een ander dossier.")


# From facts ---------------------------------------------------------------------------------------


def test_who_writes_from_the_domain_of_a_partner_is_out(session: Session) -> None:
    made = jury(session, jurors=1)
    juror = made.jurors[0]
    town = municipality(session, "Haaltert")
    clerk = accounts.create_person(session, "els@itbureau.be", "Els van het bureau")
    accounts.give_mandate(session, clerk, town, MandateKind.CONSULTANT)
    assert reasons(session, made) == ()

    juror.person.email = "tom@itbureau.be"
    session.flush()

    assert [each.kind for each in reasons(session, made)] == [ConflictKind.MAIL_DOMAIN]
    clerk.active = False
    session.flush()
    assert reasons(session, made) == ()


def test_both_employers_bind_a_juror_and_who_refused_or_acts_elsewhere_is_not_behind_a_file(
    session: Session,
) -> None:
    made = jury(session, jurors=1)  # of Brugge; the file is of Aalst, Ninove and Haaltert
    (juror,), (file,) = made.jurors, made.files
    juror.person.employer_id = municipality(session, "Genk").id
    mandate(session, juror, "Pelt")
    for email, town, of_file in (
        ("an@overal.be", "Aalst", None),
        ("bo@hier.be", "Ninove", file.public_id),
        ("cem@elders.be", "Ninove", "another file"),
        ("dora@weg.be", "Haaltert", None),
    ):
        acts = accounts.create_person(session, email, email)
        where = municipality(session, town)
        accounts.give_mandate(session, acts, where, MandateKind.CONSULTANT, file_id=of_file)
    (refused,) = (each for each in file.partners if each.organisation.name == "Haaltert")
    refused.consent = Consent.REFUSED

    held = queries.against(session, [juror], [file])

    ties, parties = held.ties[juror.id], held.parties[file.id]
    assert [each.name for each in ties.employers] == ["Brugge", "Genk"]
    assert [each.name for each in ties.mandates] == ["Pelt"]
    assert (parties.lead.name, {each.name for each in parties.partners}) == (
        "Aalst",
        {"Aalst", "Ninove"},
    )
    told = {"overal.be", "hier.be", "elders.be", "weg.be"}
    assert told.intersection(parties.domains) == {"overal.be", "hier.be"}


def test_a_region_counts_from_what_the_call_says(session: Session) -> None:
    made = jury(session, jurors=0)
    aalst, neighbour = municipality(session, "Aalst"), municipality(session, "Geraardsbergen")
    assert aalst.region == neighbour.region
    juror = seated(session, made.call, made.actor, "Juror van de streek", neighbour)
    held = queries.against(session, [juror], made.files)
    assert held.reasons(juror.id, made.files[0].id) == ()

    by_region = replace(held, by_region={made.files[0].id})

    kinds = [each.kind for each in by_region.reasons(juror.id, made.files[0].id)]
    assert kinds == [ConflictKind.REGION]


def test_what_a_regulation_says_of_regions_is_read_from_the_published_version(
    session: Session,
) -> None:
    made = jury(session, jurors=0)
    strict = replace(made.call.versions[-1].regulation, region_counts=True)
    version = RegulationVersion(
        call_id=made.call.id,
        number=2,
        content=dump(strict),
        content_hash=content_hash(strict),
        published_at=AFTER,
    )
    session.add(version)
    session.flush()
    assert queries.against(session, [], made.files).by_region == set()

    made.files[0].regulation_version_id = version.id
    session.flush()

    assert queries.against(session, [], made.files).by_region == {made.files[0].id}


@pytest.mark.parametrize("make", [given, cleared, scored])
def test_the_worker_notes_a_late_conflict_tells_the_juror_and_keeps_the_marks(
    session: Session, make: object
) -> None:
    made = jury(session, jurors=2)
    chair = with_chair(session, made)
    review = make(session, made)  # type: ignore[operator]  # one of three makers of a review
    before = len(review.marks)
    mandate(session, made.jurors[0])

    assert service.settle(session, made.call.id, AFTER) == 1
    assert service.settle(session, made.call.id, AFTER) == 0

    review = reread(session, review)
    assert (review.status, review.submitted_at) == (ReviewStatus.BLOCKED, None)
    assert len(review.marks) == before
    noted = session.scalars(select(Conflict)).one()
    assert (noted.kind, noted.source, noted.noted_by_id) == (
        ConflictKind.MANDATE,
        Source.DERIVED,
        None,
    )
    told = session.scalars(
        select(OutboxMessage.person_id).order_by(OutboxMessage.id.desc()).limit(2)
    )
    assert set(told) == {review.juror.person_id, chair.person_id}


def test_a_noted_conflict_stands_when_the_fact_goes(session: Session) -> None:
    made = jury(session, jurors=1)
    cleared(session, made)
    mandate(session, made.jurors[0])
    service.settle(session, made.call.id, AFTER)
    who = session.get_one(Person, made.jurors[0].person_id)
    accounts.take_mandate(session, who, municipality(session, "Ninove").id, MandateKind.READER)

    assert [each.kind for each in reasons(session, made)] == [ConflictKind.MANDATE]


def test_only_juries_at_work_are_settled(session: Session) -> None:
    made = jury(session, jurors=3)
    assert made.call.id not in queries.to_settle(session)
    for juror in range(3):
        scored(session, made, juror)
    assert made.call.id in queries.to_settle(session)

    service.select(session, made.actor, made.call)

    assert made.call.id not in queries.to_settle(session)


# Read at once -------------------------------------------------------------------------------------


def test_what_was_said_in_this_transaction_counts_at_once_and_letter_by_letter(
    session: Session,
) -> None:
    made = jury(session, jurors=2, files=2)
    typed = 'Zij zei: "néén",\n{\\u00e9} € 100% 🤔'
    seat, file = made.jurors[0], made.files[1]
    noted = Reason(ConflictKind.OTHER, Text("%(reason)s", reason=typed), Source.DECLARED)
    row = Conflict(
        juror_id=seat.id,
        application_id=file.id,
        kind=noted.kind,
        source=noted.source,
        evidence=noted.evidence.to_data(),
        mark=noted.mark,
        noted_at=AFTER,
    )
    session.add(row)  # and nothing is sent
    held = queries.against(session, made.jurors, made.files)

    assert held.reasons(seat.id, file.id) == (noted,)
    everybody = [(one.id, each.id) for one in made.jurors for each in made.files]
    assert [each for each in everybody if held.reasons(*each)] == [(seat.id, file.id)]
    row.ruling, row.ruled_at = Ruling.LIFTED, AFTER
    assert queries.against(session, made.jurors, made.files).reasons(seat.id, file.id) == ()


def test_a_file_that_is_opened_is_decided_about_when_it_is_in_no_hands(session: Session) -> None:
    made = jury(session, jurors=1, files=2)
    first, second = cleared(session, made), cleared(session, made, file=1)
    opened = queries.opened(session, first.public_id)
    assert opened is not None
    assert not opened.is_closed
    assert opened.files is not None
    assert {each.public_id for each in opened.files} == {first.public_id, second.public_id}

    mandate(session, made.jurors[0])  # Ninove takes part in the first file alone
    made.files[0].status = Status.SUBMITTED  # what leaves the hands, and no seat of them stays
    session.flush()
    opened = queries.opened(session, first.public_id)

    assert opened is not None
    assert (opened.review.denied, opened.is_closed) == (True, True)
    assert opened.files is not None
    assert [each.public_id for each in opened.files] == [second.public_id]
    assert queries.opened(session, "nowhere") is None


# Objected -----------------------------------------------------------------------------------------


def test_an_objection_closes_the_file_for_whoever_is_meant_and_for_nobody_else(
    session: Session,
) -> None:
    made = jury(session, jurors=2)  # of Brugge and of Oostende
    review, other = cleared(session, made, 0), cleared(session, made, 1)

    service.object_to(session, lead(made), submitted(session, made), MEANT)

    assert [each.source for each in reasons(session, made)] == [Source.OBJECTED]
    assert reasons(session, made, 1) == ()
    found = queries.review(session, review.public_id)
    assert found is not None
    assert found.is_blocked
    hands = queries.hands_of(session, review.juror.person_id)
    assert (hands.files, [each.number for each in hands.closed]) == ([], [made.files[0].number])
    assert [each.public_id for each in queries.files_of_person(session, other.juror.person_id)] == [
        other.public_id
    ]


def test_nobody_objects_twice_to_one_name_nor_after_the_term(session: Session) -> None:
    made = jury(session, jurors=0)
    service.object_to(session, lead(made), submitted(session, made), MEANT)
    late = Actor(made.officer.id, CLOSES + LASTS)

    with pytest.raises(RefusedError) as refused:
        service.object_to(session, late, submitted(session, made), MEANT)

    assert [str(each.text) for each in refused.value.refusals] == [
        "You could object until 90 days after closing.",
        "You objected to this name already.",
    ]


# The chair ----------------------------------------------------------------------------------------


def rule(
    session: Session,
    made: Jury,
    chair: Juror,
    reason: Reason,
    *,
    lifts: bool = True,
    why: str = "Dat eindigde in 2019.",
) -> None:
    decided = service.Decided(reason.mark, lifts, why)
    service.rule(session, as_chair(chair), made.jurors[0], made.files[0], decided)


def test_a_lift_opens_the_file_again_and_the_juror_declares_again(session: Session) -> None:
    made = jury(session, jurors=1)
    chair, review = with_chair(session, made), cleared(session, made)
    service.declare_conflict(
        session, juror_actor(review), review, "Mijn zus werkt er.", ConflictKind.PERSONAL
    )
    (reason,) = reasons(session, made)

    rule(session, made, chair, reason)

    review = reread(session, review)
    assert (review.status, review.declared_at) == (ReviewStatus.ASSIGNED, None)
    assert reasons(session, made) == ()
    audited = session.scalars(
        select(AuditEntry.reason).where(AuditEntry.subject.like("conflict:%"))
    ).all()
    assert audited == ["lifted: Dat eindigde in 2019."]
    service.declare_none(session, juror_actor(review), review)


def test_a_lift_of_one_reason_leaves_the_others(session: Session) -> None:
    made = jury(session, jurors=1)
    chair, review = with_chair(session, made), cleared(session, made)
    service.declare_conflict(session, juror_actor(review), review, "Familie.")
    mandate(session, made.jurors[0])
    declared = next(each for each in reasons(session, made) if each.source is Source.DECLARED)

    rule(session, made, chair, declared)

    assert [each.kind for each in reasons(session, made)] == [ConflictKind.MANDATE]
    assert reread(session, review).status is ReviewStatus.BLOCKED


def test_a_fact_that_was_lifted_lets_the_file_be_given_and_another_fact_does_not(
    session: Session,
) -> None:
    made = jury(session, jurors=1)
    chair = with_chair(session, made)
    mandate(session, made.jurors[0])
    (reason,) = reasons(session, made)
    rule(session, made, chair, reason)
    assert isinstance(given(session, made), Review)

    mandate(session, made.jurors[0], "Haaltert")

    assert len(reasons(session, made)) == 1


def test_a_confirmation_stays_after_the_fact_and_can_become_a_lift(session: Session) -> None:
    made = jury(session, jurors=1)
    chair = with_chair(session, made)
    mandate(session, made.jurors[0])
    (reason,) = reasons(session, made)

    rule(session, made, chair, reason, lifts=False)
    assert reasons(session, made) == (reason,)
    rule(session, made, chair, reason)

    assert reasons(session, made) == ()
    assert session.scalars(select(Conflict.ruling)).all() == [Ruling.LIFTED]


def test_a_ruling_without_a_reason_or_about_what_has_gone_is_refused(session: Session) -> None:
    made = jury(session, jurors=1)
    chair = with_chair(session, made)
    mandate(session, made.jurors[0])
    (reason,) = reasons(session, made)

    with pytest.raises(RefusedError) as refused:
        rule(session, made, chair, reason, why=" ")
    assert [each.place for each in refused.value.refusals] == ["reason"]
    gone = Reason(ConflictKind.OTHER, reason.evidence)
    with pytest.raises(RefusedError):
        rule(session, made, chair, gone)


@pytest.mark.parametrize("employer", ["Aalst", "Ninove"])
def test_a_chair_with_a_conflict_in_the_file_rules_on_nobody(
    session: Session, employer: str
) -> None:
    made = jury(session, jurors=1)
    chair = with_chair(session, made, employer)
    mandate(session, made.jurors[0])
    (reason,) = reasons(session, made)

    with pytest.raises(RefusedError) as refused:
        rule(session, made, chair, reason)

    assert "You have a conflict of interest in this file too" in str(refused.value)
