"""Applications from start to judgement, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, event, select, update
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain import form
from subsidy.applications.domain.case_file import FileLine
from subsidy.applications.domain.conflicts import Conflict
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.signing import current_signatures, unsigned
from subsidy.applications.domain.snapshot import digest, file_of
from subsidy.applications.models import Application, BudgetLine, Snapshot
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import CostType
from subsidy.calls.domain.rules import Outcome
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.policy import Action, Actor, Mandate, MandateKind, Role, allows
from subsidy.workflow import OutboxMessage
from tests.factories import municipality
from tests.support.applications import (
    AFTER,
    CLOSES,
    CONTACT,
    DURING,
    OPENS,
    PROJECT,
    REALISATION,
    Consortium,
    budget,
    complete,
    draft,
    promise,
    published_call,
    sign_all,
    town,
)

SECOND = timedelta(seconds=1)
INSTANT = timedelta(milliseconds=1)


def reasons(refused: pytest.ExceptionInfo[RefusedError]) -> list[str]:
    return [str(refusal.text) for refusal in refused.value.refusals]


# Starting and inviting ----------------------------------------------------------------------------


def test_the_lead_is_the_organisation_of_the_actor_and_takes_part_at_once(session: Session) -> None:
    call = published_call(session)
    aalst = town(session, "Aalst")

    record = service.start(session, aalst.actor, call, service.Start(title=" Samen digitaal "))

    assert record.lead_id == aalst.organisation.id
    assert [(p.organisation.name, p.consent) for p in record.partners] == [
        ("Aalst", Consent.ACCEPTED)
    ]
    assert (record.title, record.status, record.regulation_version.number) == (
        "Samen digitaal",
        Status.DRAFT,
        1,
    )


LAST_DAY = date(2021, 9, 30)
LAST_HOUR = datetime(2021, 9, 30, 21, 30, tzinfo=UTC)  # half past eleven in Brussels
FIRST_HOUR = datetime(2021, 9, 30, 22, 30, tzinfo=UTC)  # in Brussels the next day


def test_a_merged_municipality_leads_nothing_from_midnight_in_brussels(session: Session) -> None:
    call, aalst = published_call(session), town(session, "Aalst")
    aalst.organisation.active_until = LAST_DAY
    session.flush()

    assert service.start(session, aalst.at(LAST_HOUR), call).lead_id == aalst.organisation.id
    with pytest.raises(RefusedError):
        service.start(session, aalst.at(FIRST_HOUR), call)


def test_a_merged_municipality_is_not_invited_from_midnight_in_brussels(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    ninove = municipality(session, "Ninove")
    ninove.active_until = LAST_DAY
    session.flush()

    with pytest.raises(RefusedError):
        service.invite(session, made.lead.at(FIRST_HOUR), made.record, ninove)
    invited = service.invite(session, made.lead.at(LAST_HOUR), made.record, ninove)
    assert invited.organisation is ninove


@pytest.mark.parametrize(
    ("at", "accepted"),
    [
        (OPENS - INSTANT, False),
        (OPENS, True),
        (CLOSES - INSTANT, True),
        (CLOSES, False),
        (CLOSES + SECOND, False),
    ],
)
def test_one_starts_only_while_the_call_is_open(
    session: Session, at: datetime, *, accepted: bool
) -> None:
    call = published_call(session)
    aalst = town(session, "Aalst")
    actor = replace(aalst.actor, now=at)

    try:
        service.start(session, actor, call)
    except RefusedError:
        assert not accepted
    else:
        assert accepted


def test_a_given_number_is_unique_in_its_call(session: Session) -> None:
    call = published_call(session)
    aalst = town(session, "Aalst")
    service.start(session, aalst.actor, call, service.Start(number="D-01"))

    with pytest.raises(RefusedError) as refused:
        service.start(session, aalst.actor, call, service.Start(number="D-01"))

    assert refused.value.refusals[0].place == "number"


def test_an_invited_organisation_is_told_and_cannot_be_invited_twice(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    lede = town(session, "Lede")
    service.invite(session, made.lead.actor, made.record, lede.organisation)
    session.flush()

    told = session.scalars(
        select(OutboxMessage).where(OutboxMessage.person_id == lede.person.id)
    ).all()
    with pytest.raises(RefusedError) as refused:
        service.invite(session, made.lead.actor, made.record, lede.organisation)

    assert [message.path for message in told] == [f"/aanvragen/{made.record.public_id}"]
    assert refused.value.refusals[0].place == "organisation"


def test_a_partner_that_refuses_disappears_with_its_amounts(session: Session) -> None:
    made = complete(session, published_call(session), "Aalst", "Ninove", "Lede", signed=False)
    haaltert = town(session, "Haaltert")
    invited = service.invite(session, made.lead.actor, made.record, haaltert.organisation)
    lines = [*budget(made.record)]
    assert invited.public_id in {line.partner_id for line in lines}
    service.save_budget(session, made.lead.actor, made.record, lines)

    service.answer(session, haaltert.actor, made.record, accept=False)

    file = queries.case_file(queries.whole(session, made.record))
    assert file.requested == Money(150_000_00)
    assert [partner.name for partner in file.partners] == ["Aalst", "Ninove", "Lede"]
    with pytest.raises(RefusedError):
        service.answer(session, haaltert.actor, made.record, accept=True)


def test_a_withdrawn_invitation_leaves_nothing(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    lede = town(session, "Lede")
    partner = service.invite(session, made.lead.actor, made.record, lede.organisation)

    service.withdraw_invitation(session, made.lead.actor, made.record, partner)

    assert {p.organisation.name for p in queries.whole(session, made.record).partners} == {
        "Aalst",
        "Ninove",
    }
    accepted = next(p for p in made.record.partners if p.organisation.name == "Ninove")
    with pytest.raises(RefusedError):
        service.withdraw_invitation(session, made.lead.actor, made.record, accepted)


def test_who_is_invited_writes_only_after_accepting(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    lede = town(session, "Lede")
    service.invite(session, made.lead.actor, made.record, lede.organisation)

    with pytest.raises(RefusedError):
        service.save_part(session, lede.actor, made.record, CONTACT)
    service.answer(session, lede.actor, made.record, accept=True)

    service.save_part(session, lede.actor, made.record, CONTACT)


# Saving -------------------------------------------------------------------------------------------


def test_the_later_writer_sees_both_texts_and_overwrites_nothing(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst, ninove = made.towns
    service.save_part(session, aalst.actor, made.record, CONTACT)
    read = queries.section(session, made.record, "contact")
    assert read is not None
    version = read.version
    service.save_part(session, ninove.actor, made.record, replace(CONTACT, name="Piet"), version)

    with pytest.raises(RefusedError) as refused:
        service.save_part(session, aalst.actor, made.record, replace(CONTACT, name="Jan"), version)

    (conflict,) = refused.value.refusals
    assert isinstance(conflict, Conflict)
    assert [(d.theirs, d.mine) for d in conflict.differences] == [("Piet", "Jan")]
    file = queries.case_file(queries.whole(session, made.record))
    assert file.contact.name == "Piet"
    service.save_part(
        session, aalst.actor, made.record, replace(CONTACT, name="Jan"), conflict.version
    )
    assert queries.case_file(queries.whole(session, made.record)).contact.name == "Jan"


def test_saving_the_same_answers_twice_is_no_conflict(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    service.save_part(session, made.lead.actor, made.record, PROJECT, 0)

    service.save_part(session, made.lead.actor, made.record, PROJECT, 0)

    assert queries.whole(session, made.record).title == PROJECT.title


def test_a_conflict_in_the_budget_shows_both_amounts(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    service.save_part(session, made.lead.actor, made.record, PROJECT)
    lines = budget(made.record)
    service.save_budget(session, made.lead.actor, made.record, lines, 0)
    mine = [replace(lines[0], requested=Money(1_00)), lines[1]]

    with pytest.raises(RefusedError) as refused:
        service.save_budget(session, made.towns[1].actor, made.record, mine, 0)

    (conflict,) = refused.value.refusals
    assert isinstance(conflict, Conflict)
    assert [(d.theirs, d.mine) for d in conflict.differences] == [(Money(50_000_00), Money(1_00))]


def test_all_faults_of_a_budget_come_at_once_each_at_its_cell(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    service.save_part(session, made.lead.actor, made.record, PROJECT)
    own = made.record.partners[0].public_id

    def line(partner: str, year: int, cents: int) -> FileLine:
        return FileLine(
            partner_id=partner, cost_type=CostType.STAFF, year=year, requested=Money(cents)
        )

    wrong = [line(own, 2022, -1), line(own, 2025, 5), line("stranger", 2022, 5)]

    with pytest.raises(RefusedError) as refused:
        service.save_budget(session, made.lead.actor, made.record, wrong)

    assert {refusal.place for refusal in refused.value.refusals} == {
        f"{own}-staff-2022",
        f"{own}-staff-2025",
        "stranger-staff-2022",
    }


def test_an_amount_of_zero_is_not_kept_and_the_sum_is_exact(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    service.save_part(session, made.lead.actor, made.record, PROJECT)
    first, second = budget(made.record)
    lines = [replace(first, requested=Money(33_333_33)), replace(second, requested=Money(0))]

    service.save_budget(session, made.lead.actor, made.record, lines)

    stored = session.scalars(select(BudgetLine.requested)).all()
    assert stored == [Money(33_333_33)]
    file = queries.case_file(queries.whole(session, made.record))
    assert file.requested == Money(33_333_33)


def test_an_edited_realisation_keeps_its_promises_and_a_removed_one_does_not(
    session: Session,
) -> None:
    made = complete(session, published_call(session), signed=False)
    (row,) = made.record.realisations
    lead = made.lead.actor

    service.change_realisation(
        session, lead, made.record, row, replace(REALISATION, title="Nieuw draaiboek")
    )
    assert len(queries.case_file(queries.whole(session, made.record)).promises) == 3
    service.remove_realisation(session, lead, made.record, row)

    file = queries.case_file(queries.whole(session, made.record))
    assert (file.realisations, file.promises) == ((), ())


def test_two_realisations_never_share_a_title(session: Session) -> None:
    made = complete(session, published_call(session), signed=False)

    with pytest.raises(RefusedError) as refused:
        service.add_realisation(
            session, made.lead.actor, made.record, replace(REALISATION, title="draaiboek DIGIPUNT")
        )

    assert refused.value.refusals[0].place == "title"


# Signing ------------------------------------------------------------------------------------------


def test_a_complete_file_meets_every_rule_and_can_be_signed(session: Session) -> None:
    made = complete(session, published_call(session))

    found = queries.findings(made.record)

    assert {finding.outcome for finding in found} == {Outcome.MET}
    assert len(found) == 9
    assert unsigned(queries.case_file(made.record)) == ()


def test_a_change_of_one_partner_withdraws_only_its_own_signature(session: Session) -> None:
    made = complete(session, published_call(session))
    ninove = made.record.partners[1]
    tasks = form.Tasks(tasks="Ninove doet iets anders.")

    service.save_tasks(session, made.lead.actor, made.record, ninove, tasks)

    file = queries.case_file(queries.whole(session, made.record))
    assert unsigned(file) == ("Ninove",)
    assert set(current_signatures(file)) == {
        p.public_id for p in made.record.partners if p is not ninove
    }


def test_a_corrected_sentence_elsewhere_keeps_every_signature(session: Session) -> None:
    made = complete(session, published_call(session))
    lead = made.lead.actor

    service.save_part(session, lead, made.record, replace(CONTACT, name="Piet"))
    service.save_part(session, lead, made.record, replace(PROJECT, summary="Beter gezegd."))
    (row,) = made.record.realisations
    better = replace(REALISATION, how_to_use="Lees het draaiboek.")
    service.change_realisation(session, lead, made.record, row, better)

    assert unsigned(queries.case_file(queries.whole(session, made.record))) == ()


def test_a_shorter_period_never_hides_amounts_of_the_budget(session: Session) -> None:
    made = complete(session, published_call(session))
    before = queries.case_file(queries.whole(session, made.record))
    last = max(line.year for line in before.lines)
    earlier = replace(PROJECT, ends_on=date(last - 1, 12, 31), starts_on=date(last - 1, 1, 1))

    with pytest.raises(RefusedError) as refused:
        service.save_part(session, made.lead.actor, made.record, earlier)

    (refusal,) = refused.value.refusals
    assert str(last) in str(refusal.text.params["years"])
    assert made.record.ends_on == PROJECT.ends_on
    assert queries.case_file(queries.whole(session, made.record)).requested == before.requested


@pytest.mark.parametrize("seen", ["0" * 64, ""])
def test_nobody_signs_what_changed_while_reading(session: Session, seen: str) -> None:
    made = complete(session, published_call(session), signed=False)
    signing = service.Signing(
        name="An",
        function="burgemeester",
        deciding_body="college",
        decided_on=date(2021, 9, 13),
        content_hash=seen,
    )

    with pytest.raises(RefusedError):
        service.sign(session, made.lead.actor, made.record, signing)


def test_an_incomplete_part_cannot_be_signed_and_all_reasons_come_at_once(
    session: Session,
) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")

    with pytest.raises(RefusedError) as refused:
        service.sign(session, made.lead.actor, made.record, service.Signing(name="", function=""))

    places = {refusal.place for refusal in refused.value.refusals}
    own = made.record.partners[0].public_id
    assert {"deciding_body", "decided_on"} <= places
    assert {"name", "function", "project.title", "realisations", f"partners.{own}"} <= places


# Submitting ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("distance", "accepted"),
    [
        (-SECOND, True),
        (-INSTANT, True),
        (timedelta(0), False),
        (INSTANT, False),
        (SECOND, False),
    ],
)
def test_the_instant_of_arrival_decides_about_a_submission(
    session: Session, distance: timedelta, *, accepted: bool
) -> None:
    made = complete(session, published_call(session))
    actor = made.lead.at(CLOSES + distance)

    if accepted:
        kept = service.submit(session, actor, made.record)
        assert (made.record.status, made.record.submitted_at) == (Status.SUBMITTED, actor.now)
        assert kept.received_at == actor.now
    else:
        with pytest.raises(RefusedError):
            service.submit(session, actor, made.record)
        assert made.record.status is Status.DRAFT
        assert session.scalars(select(Snapshot)).all() == []


@pytest.mark.parametrize("distance", [-SECOND, -INSTANT, timedelta(0), INSTANT, SECOND])
def test_no_act_of_an_applicant_is_possible_from_the_closing_instant_on(
    session: Session, distance: timedelta
) -> None:
    made = complete(session, published_call(session))
    actor = made.lead.at(CLOSES + distance)
    record = made.record
    (row,) = record.realisations
    ninove = record.partners[1]
    lede = town(session, "Lede")
    service.invite(session, made.lead.actor, record, lede.organisation)
    acts: list[Callable[[], object]] = [
        lambda: service.save_part(session, actor, record, CONTACT),
        lambda: service.save_tasks(session, actor, record, ninove, form.Tasks(tasks="x")),
        lambda: service.save_budget(session, actor, record, budget(record)),
        lambda: service.add_realisation(session, actor, record, replace(REALISATION, title="b")),
        lambda: service.change_realisation(session, actor, record, row, REALISATION),
        lambda: service.save_promises(session, actor, record, row, []),
        lambda: service.invite(session, actor, record, town(session, "Berlare").organisation),
        lambda: service.answer(session, lede.at(CLOSES + distance), record, accept=True),
        lambda: service.withdraw(session, actor, record),
    ]

    refused = 0
    for act in acts:
        try:
            act()
        except RefusedError:
            refused += 1

    assert refused == (0 if distance < timedelta(0) else len(acts))


def test_an_incomplete_file_is_refused_with_everything_that_is_missing(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")

    with pytest.raises(RefusedError) as refused:
        service.submit(session, made.lead.actor, made.record)

    places = {refusal.place for refusal in refused.value.refusals}
    assert {"project.title", "contact.email", "content.needs", "privacy.risks"} <= places
    assert {"rules", "signatures", "realisations"} <= places


def test_a_missing_signature_keeps_the_file_a_draft(session: Session) -> None:
    made = complete(session, published_call(session))
    service.save_budget(
        session,
        made.lead.actor,
        made.record,
        [replace(x, requested=Money(60_000_00)) for x in budget(made.record)],
    )

    with pytest.raises(RefusedError) as refused:
        service.submit(session, made.lead.actor, made.record)

    assert [refusal.place for refusal in refused.value.refusals] == ["signatures"] * 3


def test_the_snapshot_proves_what_was_submitted(session: Session) -> None:
    made = complete(session, published_call(session))
    before = queries.case_file(made.record)

    kept = service.submit(session, made.lead.actor, made.record)
    session.expire_all()
    stored = session.scalars(select(Snapshot).where(Snapshot.id == kept.id)).one()

    assert stored.content_hash == digest(stored.content)
    assert stored.content_hash != digest({**stored.content, "received_at": "later"})
    assert file_of(stored.content) == before
    assert before.requested == Money(150_000_00)
    assert len(before.signatures) == 3


def test_every_partner_is_told_of_the_submission(session: Session) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.actor, made.record)
    session.flush()

    told = session.scalars(
        select(OutboxMessage).where(OutboxMessage.created_at == DURING).order_by(OutboxMessage.id)
    ).all()

    submitted = [m.person_id for m in told if m.subject["msgid"].endswith("is submitted")]
    assert set(submitted) == {one.person.id for one in made.towns}


def test_a_submitted_file_cannot_be_submitted_or_changed_again(session: Session) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.actor, made.record)

    with pytest.raises(RefusedError):
        service.submit(session, made.lead.actor, made.record)
    with pytest.raises(RefusedError) as refused:
        service.save_part(session, made.lead.actor, made.record, CONTACT)
    assert "submitted" in reasons(refused)[0]


def test_a_file_is_judged_only_after_closing_and_inadmissible_only_with_a_reason(
    session: Session,
) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.actor, made.record)
    officer = Actor(
        id=made.lead.person.id, now=CLOSES - INSTANT, roles=frozenset({Role.CASE_OFFICER})
    )

    with pytest.raises(RefusedError):
        service.admit(session, officer, made.record)
    with pytest.raises(RefusedError):
        service.reject(session, replace(officer, now=CLOSES), made.record, "  ")
    service.reject(session, replace(officer, now=CLOSES), made.record, "Geen lokaal bestuur.")

    assert made.record.status is Status.INADMISSIBLE
    assert made.record.judged_reason == "Geen lokaal bestuur."


# Reading ------------------------------------------------------------------------------------------


def test_what_lists_show_equals_what_the_policy_allows(session: Session) -> None:
    """The SQL twin and the rule, over drafts, refusals, submissions and withdrawals."""
    call = published_call(session)
    submitted = complete(session, call, "Aalst", "Ninove", "Haaltert")
    service.submit(session, submitted.lead.actor, submitted.record)
    open_draft = draft(session, call, "Lede", "Denderleeuw")
    hamme = town(session, "Hamme")
    service.invite(session, open_draft.lead.actor, open_draft.record, hamme.organisation)
    service.answer(session, hamme.actor, open_draft.record, accept=False)
    withdrawn = complete(session, call, "Berlare", "Zele", "Erpe-Mere")
    service.submit(session, withdrawn.lead.actor, withdrawn.record)
    service.withdraw(session, withdrawn.lead.actor, withdrawn.record)
    session.flush()
    everything = [
        record
        for record in (
            queries.application(session, made.record.public_id)
            for made in (submitted, open_draft, withdrawn)
        )
        if record is not None
    ]

    for actor in _actors(submitted, open_draft, withdrawn, hamme.actor):
        wanted = {r.id for r in everything if allows(actor, Action.READ_APPLICATION, r)}
        shown = set(session.scalars(select(Application.id).where(queries.visible_to(actor))).all())
        assert shown == wanted, actor


def _actors(*known: Consortium | Actor) -> Iterator[Actor]:
    people = [one.lead.actor if isinstance(one, Consortium) else one for one in known]
    files = [one.record.public_id for one in known if isinstance(one, Consortium)]
    for person in people:
        own = person.organisation_id or 0
        yield person
        yield replace(person, organisation_id=None)
        yield replace(person, mandates=())
        for file in files:
            yield replace(person, mandates=(Mandate(own, MandateKind.READER, file),))
    for role in Role:
        for now in (CLOSES - INSTANT, CLOSES, AFTER):
            yield Actor(id=1, now=now, roles=frozenset({role}))


def test_before_closing_the_agency_knows_numbers_and_totals_only(session: Session) -> None:
    call = published_call(session)
    made = complete(session, call)
    service.submit(session, made.lead.actor, made.record)
    draft(session, call, "Lede")

    totals = queries.sealed_totals(session, call)

    assert (totals.drafts, totals.submitted) == (1, 1)
    assert totals.requested == Money(150_000_00)


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", note)


def test_lists_and_files_take_the_same_number_of_statements_at_any_size(
    session: Session, connection: Connection
) -> None:
    call = published_call(session)
    one = complete(session, call, "Aalst", "Ninove", "Lede")
    session.flush()

    def measure(made: Consortium) -> tuple[int, int]:
        session.expunge_all()
        with counted(connection) as listing:
            rows = queries.listed(session, made.lead.actor, queries.Filter())
            assert [row.partners for row in rows]
        session.expunge_all()
        with counted(connection) as reading:
            record = queries.application(session, made.record.public_id)
            assert record is not None
            queries.findings(queries.whole(session, record))
        return len(listing), len(reading)

    small = measure(one)
    for number in range(2):
        made = draft(session, call, "Aalst", *("Haaltert", "Lede", "Zele", "Hamme")[: number + 2])
        assert made.record.number
    large = complete(session, call, "Aalst", "Ninove", "Lede", "Haaltert", "Berlare", "Zele")
    session.flush()

    assert measure(large) == small


def test_the_list_adds_up_what_it_shows(session: Session) -> None:
    call = published_call(session)
    made = complete(session, call)
    draft(session, call, "Aalst")

    rows = queries.listed(session, made.lead.actor, queries.Filter())
    totals = queries.totals(session, made.lead.actor, queries.Filter())

    assert totals.applications == len(rows) == 2
    assert Money.total(row.requested for row in rows) == totals.requested == Money(150_000_00)
    found = queries.listed(session, made.lead.actor, queries.Filter(text="DENDERSTREEK"))
    assert [row.public_id for row in found] == [made.record.public_id]


def test_two_people_cannot_submit_at_the_same_time(session: Session) -> None:
    made = complete(session, published_call(session))
    session.execute(
        update(Application)
        .where(Application.id == made.record.id)
        .values(status=Status.SUBMITTED, submitted_at=DURING)
        .execution_options(synchronize_session=False)
    )

    with pytest.raises(RefusedError):
        service.submit(session, made.lead.actor, made.record)


def test_a_refusal_says_what_may_be_promised(session: Session) -> None:
    made = complete(session, published_call(session), signed=False)
    (row,) = made.record.realisations
    aalst = made.record.partners[0]
    early = promise(row, aalst, 2023, 2024)

    with pytest.raises(RefusedError) as refused:
        service.save_promises(session, made.lead.actor, made.record, row, [early])

    assert [r.place for r in refused.value.refusals] == [f"{aalst.public_id}-cost-2023"]
    sign_all(session, made)
