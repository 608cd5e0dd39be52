"""The jury through its services: seats, conflicts, assignment, marks, selection."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import AgencyRole
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.language import words
from subsidy.organisations.models import Organisation
from subsidy.policy import MandateKind, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.domain.selection import Outcome
from subsidy.scoring.models import Conflict, Mark, Review, SelectionRun
from subsidy.scoring.service.selecting import content_hash
from subsidy.workflow import AuditEntry, OutboxMessage
from tests.factories import municipality, person
from tests.support.applications import complete
from tests.support.scoring import (
    EIGHTS,
    Jury,
    admissible,
    all_scored,
    cleared,
    given,
    juror_actor,
    jury,
    reread,
    scored,
    seated,
    sheet,
)


def reasons(refused: pytest.ExceptionInfo[RefusedError]) -> list[str]:
    return [str(refusal.text) for refusal in refused.value.refusals]


# Seats --------------------------------------------------------------------------------------------


def test_a_seat_gives_a_label_that_hides_the_name_and_the_role_that_opens_the_pages(
    session: Session,
) -> None:
    made = jury(session, files=0, jurors=2)

    chair = service.seat(
        session,
        made.actor,
        made.call,
        person(session, "Vera Voorzitter", employer=municipality(session, "Ieper")),
        is_chair=True,
    )

    assert [juror.label for juror in queries.jurors(session, made.call.id)] == [
        "Jurylid 1",
        "Jurylid 2",
        "Jurylid 3",
    ]
    roles = session.scalars(select(AgencyRole.role).where(AgencyRole.person_id == chair.person_id))
    assert list(roles) == [Role.JURY_CHAIR]


def test_nobody_gets_two_seats_in_one_jury(session: Session) -> None:
    made = jury(session, files=0, jurors=1)
    seat = made.jurors[0]

    with pytest.raises(RefusedError) as refused:
        service.seat(session, made.actor, made.call, seat.person)

    assert reasons(refused) == ["Juror van Brugge already sits in this jury."]
    assert seat.person not in queries.candidates_for_jury(session, made.call.id)


# Conflicts from facts -----------------------------------------------------------------------------


def conflicts(
    session: Session, made: Jury, employer: Organisation, file: int = 0
) -> list[ConflictKind]:
    juror = seated(session, made.call, made.actor, f"Jurylid uit {employer.name}", employer)
    return [each.kind for each in service.reasons_against(session, juror, made.files[file])]


def test_conflicts_follow_from_the_employer(session: Session) -> None:
    made = jury(session, jurors=0)  # Aalst leads, with Ninove and Haaltert

    assert conflicts(session, made, municipality(session, "Aalst")) == [ConflictKind.EMPLOYER]
    assert conflicts(session, made, municipality(session, "Ninove")) == [ConflictKind.PARTNER]
    assert conflicts(session, made, municipality(session, "Gent")) == []


def test_the_municipality_with_which_a_partner_merges_is_a_conflict(session: Session) -> None:
    """Melle and Merelbeke became Merelbeke-Melle on 1 January 2025 (Statbel)."""
    made = jury(session, files=0, jurors=0)
    file = admissible(session, made.call, made.actor, "Gent", "Melle", "Destelbergen")
    made = Jury(made.call, made.officer, (file,), ())

    assert conflicts(session, made, municipality(session, "Merelbeke")) == [ConflictKind.MERGED]


def test_a_mandate_that_came_after_the_assignment_closes_the_gate(session: Session) -> None:
    made = jury(session, jurors=1)
    review = given(session, made)
    accounts.give_mandate(
        session, made.jurors[0].person, municipality(session, "Ninove"), MandateKind.READER
    )

    with pytest.raises(RefusedError):
        service.declare_none(session, juror_actor(review), review)

    assert reread(session, review).status is ReviewStatus.ASSIGNED


def test_a_mandate_for_a_partner_is_a_conflict_whoever_the_employer_is(session: Session) -> None:
    made = jury(session, jurors=1)
    juror = made.jurors[0]
    accounts.give_mandate(
        session, juror.person, municipality(session, "Ninove"), MandateKind.READER
    )

    with pytest.raises(RefusedError) as refused:
        service.assign(session, made.actor, juror, made.files[0])

    assert reasons(refused) == [
        (
            "Jurylid 1 cannot have this file: "
            "The juror has a mandate in ('Ninove',), that takes part in this file."
        )
    ]


# Assignment ---------------------------------------------------------------------------------------


def test_many_files_at_once_make_one_message_per_juror(session: Session) -> None:
    made = jury(session, files=2, jurors=2)
    first, second = made.jurors

    given_now = service.assign_all(
        session,
        made.actor,
        [(first, made.files[0]), (first, made.files[1]), (second, made.files[0])],
    )

    assert len(given_now) == 3
    session.flush()
    told = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.person_id.in_([first.person_id, second.person_id]))
        .order_by(OutboxMessage.person_id)
    ).all()
    assert [words(Text.from_data(message.subject)) for message in told] == [
        "Er wachten 2 dossiers op u",
        "Er wacht een dossier op u",
    ]


def test_of_many_assignments_all_are_made_or_none_with_every_reason(session: Session) -> None:
    made = jury(session, files=2, jurors=2)
    local = seated(session, made.call, made.actor, "Buur", municipality(session, "Lede"))
    given(session, made, 0, 0)

    with pytest.raises(RefusedError) as refused:
        service.assign_all(
            session,
            made.actor,
            [
                (made.jurors[0], made.files[0]),
                (local, made.files[1]),
                (made.jurors[1], made.files[1]),
            ],
        )

    assert reasons(refused) == [
        "Jurylid 1 already has this file.",
        (
            "Jurylid 3 cannot have this file: "
            "The juror belongs to ('Lede',), a partner in this file."
        ),
    ]
    told = select(func.count()).where(OutboxMessage.person_id == made.jurors[1].person_id)
    assert session.scalar(told.select_from(OutboxMessage)) == 0


def test_nothing_ticked_is_refused(session: Session) -> None:
    made = jury(session, files=0, jurors=0)

    with pytest.raises(RefusedError) as refused:
        service.assign_all(session, made.actor, [])

    assert reasons(refused) == ["Tick at least one box in the table."]


def test_only_an_admissible_file_goes_to_the_jury(session: Session) -> None:
    made = jury(session, files=0, jurors=1)
    draft = complete(session, made.call).record

    with pytest.raises(RefusedError) as refused:
        service.assign(session, made.actor, made.jurors[0], draft)

    assert reasons(refused) == ["Only an admissible file goes to the jury."]


def test_a_file_comes_back_only_before_the_juror_declared(session: Session) -> None:
    made = jury(session, files=2, jurors=1)
    untouched, begun = given(session, made, file=0), cleared(session, made, file=1)

    service.unassign(session, made.actor, untouched)
    with pytest.raises(RefusedError) as refused:
        service.unassign(session, made.actor, begun)

    session.flush()
    assert session.scalars(select(Review)).all() == [begun]
    assert reasons(refused) == ["The juror has begun with this file. Leave it with this juror."]


# The declaration ----------------------------------------------------------------------------------


def test_a_late_conflict_erases_the_marks_and_keeps_the_reason(session: Session) -> None:
    made = jury(session)
    review = cleared(session, made)
    actor = juror_actor(review)
    service.save_marks(session, actor, review, sheet())

    service.declare_conflict(session, actor, review, "  Mijn zus werkt in Ninove. ")
    session.flush()

    assert review.status is ReviewStatus.BLOCKED
    assert session.scalar(select(func.count(Mark.id))) == 0
    noted = session.scalars(select(Conflict)).one()
    assert (noted.kind, words(Text.from_data(noted.evidence))) == (
        ConflictKind.OTHER,
        "Mijn zus werkt in Ninove.",
    )
    with pytest.raises(RefusedError):
        service.declare_none(session, actor, review)


def test_a_conflict_needs_a_reason(session: Session) -> None:
    review = given(session, jury(session))

    with pytest.raises(RefusedError) as refused:
        service.declare_conflict(session, juror_actor(review), review, "  ")

    assert refused.value.refusals[0].place == "reason"
    assert review.status is ReviewStatus.ASSIGNED


def test_marks_stand_after_handing_in(session: Session) -> None:
    review = scored(session, jury(session))
    actor = juror_actor(review)

    with pytest.raises(RefusedError):
        service.save_marks(session, actor, review, sheet(version=2))
    with pytest.raises(RefusedError):
        service.submit_marks(session, actor, review, sheet(version=2))

    assert [mark.value for mark in reread(session, review).marks] == [8] * 5


def test_a_conflict_after_handing_in_keeps_the_marks_and_counts_them_no_more(
    session: Session,
) -> None:
    made = jury(session)
    reviews = [scored(session, made, juror) for juror in range(len(made.jurors))]
    late = reviews[0]
    assert service.still_to_do(session, made.call) == []

    service.declare_conflict(session, juror_actor(late), late, "Mijn zus werkt er nu.")

    late = reread(session, late)
    assert (late.status, late.submitted_at) == (ReviewStatus.BLOCKED, None)
    assert [mark.value for mark in late.marks] == [8] * 5
    enough = made.call.versions[-1].regulation.minimum_jurors
    missing = service.still_to_do(session, made.call)
    assert bool(missing) is (len(reviews) - 1 < enough)
    if not missing:
        run = service.select(session, made.actor, made.call)
        assert service.reviews_of(run) == {each.public_id for each in reviews[1:]}


def test_marks_count_no_more_from_the_mandate_on_whatever_the_juror_declares(
    session: Session,
) -> None:
    made = jury(session, jurors=4)
    reviews = [scored(session, made, juror) for juror in range(4)]
    accounts.give_mandate(
        session, made.jurors[0].person, municipality(session, "Ninove"), MandateKind.READER
    )

    run = service.select(session, made.actor, made.call)

    assert service.reviews_of(run) == {each.public_id for each in reviews[1:]}
    assert queries.progress(session, made.call.id) == queries.Progress(4, 3, 1)
    seen = queries.others(session, reviews[1])
    assert [each.public_id for each in seen] == [each.public_id for each in reviews[2:]]
    assert reread(session, reviews[0]).status is ReviewStatus.SUBMITTED


def test_a_mandate_after_the_declaration_closes_marking(session: Session) -> None:
    made = jury(session, jurors=1)
    review = cleared(session, made)
    accounts.give_mandate(
        session, made.jurors[0].person, municipality(session, "Ninove"), MandateKind.READER
    )

    with pytest.raises(RefusedError):
        service.save_marks(session, juror_actor(review), review, sheet())
    with pytest.raises(RefusedError):
        service.submit_marks(session, juror_actor(review), review, sheet())


# The marks ----------------------------------------------------------------------------------------


def test_marks_before_the_declaration_are_refused(session: Session) -> None:
    review = given(session, jury(session))

    with pytest.raises(RefusedError) as refused:
        service.save_marks(session, juror_actor(review), review, sheet())

    assert reasons(refused) == ["First declare whether you have a conflict of interest."]


def test_unfinished_marks_can_be_saved_but_not_handed_in(session: Session) -> None:
    review = cleared(session, jury(session))
    actor = juror_actor(review)
    unfinished = {**EIGHTS, "impact": None}

    service.save_marks(session, actor, review, sheet(unfinished))
    with pytest.raises(RefusedError) as refused:
        service.submit_marks(session, actor, review, sheet(unfinished, motivation="", version=2))

    assert [refusal.place for refusal in refused.value.refusals] == [
        "motivation-samenwerking",
        "motivation-opschaling",
        "mark-impact",
        "motivation-impact",
        "motivation-continuiteit",
        "motivation-aanpak",
    ]
    assert (review.status, service.own_merit(review)) == (ReviewStatus.CLEARED, None)


def test_a_second_window_does_not_overwrite_the_first(session: Session) -> None:
    review = cleared(session, jury(session))
    actor = juror_actor(review)
    service.save_marks(session, actor, review, sheet(version=1))

    with pytest.raises(RefusedError) as refused:
        service.save_marks(session, actor, review, sheet({**EIGHTS, "impact": 1}, version=1))

    assert reasons(refused)[0].startswith("You saved these marks in another window.")
    assert {mark.value for mark in reread(session, review).marks} == {8}


@pytest.mark.parametrize("value", [-1, 11, 100])
def test_a_mark_off_the_scale_is_refused_at_its_place(session: Session, value: int) -> None:
    review = cleared(session, jury(session))

    with pytest.raises(RefusedError) as refused:
        service.save_marks(session, juror_actor(review), review, sheet({"impact": value}))

    assert refused.value.refusals[0].place == "mark-impact"


def test_colleagues_marks_stay_sealed_until_the_own_are_in(session: Session) -> None:
    made = jury(session, jurors=3)
    scored(session, made, juror=1)
    cleared(session, made, juror=2)
    own = cleared(session, made, juror=0)

    assert queries.others(session, own) == ()

    service.submit_marks(session, juror_actor(own), own, sheet())
    assert [other.juror.label for other in queries.others(session, own)] == ["Jurylid 2"]


# The selection ------------------------------------------------------------------------------------


def test_the_selection_waits_for_the_jury_and_says_for_what(session: Session) -> None:
    made = jury(session, files=3, jurors=3)
    for juror in range(3):
        scored(session, made, juror, 0)
    scored(session, made, 0, 1)
    given(session, made, 1, 1)
    cleared(session, made, 2, 1)
    by_number = sorted(made.files, key=lambda file: file.number)
    expected = {
        made.files[1].number: f"2 jurors have not scored {made.files[1].number} yet.",
        made.files[2].number: (
            f"{made.files[2].number} has marks of 0 jurors; the call asks at least 3. "
            "Assign another juror."
        ),
    }

    with pytest.raises(RefusedError) as refused:
        service.select(session, made.actor, made.call)

    assert reasons(refused) == [expected[f.number] for f in by_number if f.number in expected]
    assert service.still_to_do(session, made.call) == list(refused.value.refusals)
    assert session.scalar(select(func.count(SelectionRun.id))) == 0


def test_the_selection_is_what_a_calculator_says(session: Session) -> None:
    """Weights 25, 25, 20, 20, 10; threshold 60 points; continuity at least 4; 150,000 each."""
    made = jury(session, files=4, jurors=3)
    nines, fives = dict.fromkeys(EIGHTS, 9), dict.fromkeys(EIGHTS, 5)
    mixed = (
        nines,  # 90.00
        dict.fromkeys(EIGHTS, 6),  # 60.00
        # 25*7 + 25*8 + 20*6 + 20*5 + 10*10 = 695: 69.50; mean of the three 219.5 / 3 = 73.17
        {"samenwerking": 7, "opschaling": 8, "impact": 6, "continuiteit": 5, "aanpak": 10},
    )
    for juror in range(3):
        scored(session, made, juror, 0, EIGHTS)  # 80.00
        scored(session, made, juror, 1, mixed[juror])
        scored(session, made, juror, 2, {**nines, "continuiteit": 3})  # 78.00, but continuity 3
        scored(session, made, juror, 3, fives)  # 50.00, under the threshold

    run = service.select(session, made.actor, made.call)

    numbers = [file.number for file in made.files]
    assert [(row.number, row.merit, row.outcome, row.awarded) for row in service.rows_of(run)] == [
        (numbers[0], 80_00, Outcome.FUNDED, Money(150_000_00)),
        (numbers[2], 78_00, Outcome.UNDER_CRITERION, Money(0)),
        (numbers[1], 73_17, Outcome.FUNDED, Money(150_000_00)),
        (numbers[3], 50_00, Outcome.UNDER_THRESHOLD, Money(0)),
    ]
    assert dict(service.rows_of(run)[2].means) == {
        "samenwerking": 7_33,  # (9 + 6 + 7) / 3
        "opschaling": 7_67,
        "impact": 7_00,
        "continuiteit": 6_67,
        "aanpak": 8_33,
    }
    assert run.envelope == Money(5_000_000_00)


def test_a_selection_keeps_its_evidence_and_leaves_an_audit_entry(session: Session) -> None:
    made = jury(session, files=1, jurors=3)
    all_scored(session, made, [EIGHTS])

    run = service.select(session, made.actor, made.call)
    session.flush()

    ids = session.scalars(select(Review.public_id))
    assert service.reviews_of(run) == frozenset(ids)
    assert run.content_hash == content_hash(run.content)
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == f"selectionrun:{run.id}")
    ).one()
    assert entry.actor_id == made.officer.id
