"""Partners leave and the lead passes, on both databases."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain import form
from subsidy.applications.domain.attachments import Decision
from subsidy.applications.domain.declarations import Declarations, PartnerDeclaration
from subsidy.applications.domain.funding import Amount, Funding
from subsidy.applications.domain.signing import current_signatures, unsigned
from subsidy.applications.models import (
    BudgetLine,
    LeadOffer,
    Partner,
    Promise,
    Section,
)
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import CostType
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.policy import Action, allows
from subsidy.storage.folder import Folder
from subsidy.tables import METADATA
from subsidy.workflow import OutboxMessage
from tests.support.applications import (
    CLOSES,
    DURING,
    Consortium,
    budget,
    complete,
    draft,
    promise,
    published_call,
    sign_all,
)
from tests.support.enclosures import pdf

LATER = DURING + timedelta(days=1)


def reasons(refused: pytest.ExceptionInfo[RefusedError]) -> str:
    return " ".join(str(refusal.text) for refusal in refused.value.refusals)


def partner_of(session: Session, made: Consortium, number: int) -> Partner:
    queries.lock(session, made.record)
    own = made.towns[number].organisation.id
    return next(p for p in made.record.partners if p.organisation_id == own)


# Leaving ------------------------------------------------------------------------------------------


def test_a_partner_that_leaves_keeps_nothing_behind(session: Session) -> None:
    made = complete(session, published_call(session))
    lead, gone = made.towns[0], made.towns[1]
    left = partner_of(session, made, 1)
    declared = PartnerDeclaration(partner_id=left.public_id, own_contribution=Money(5))
    service.save_declarations(
        session, gone.actor, made.record, Declarations(documents=("Brief",), partners=(declared,))
    )

    service.leave(session, gone.actor, made.record, "Te weinig mensen.")

    for table in (BudgetLine, Promise):
        rows = select(func.count()).select_from(table).where(table.partner_id == left.id)
        assert session.scalar(rows) == 0
    keys = session.scalars(select(Section.key).where(Section.application_id == made.record.id))
    assert queries.tasks_key(left.public_id) not in set(keys)
    file = queries.file_again(session, made.record)
    assert gone.organisation.name not in {p.name for p in file.partners}
    assert file.declarations == Declarations(documents=("Brief",))
    assert file.requested == made.record.requested == Money(100_000_00)
    assert not allows(gone.actor, Action.READ_APPLICATION, made.record)
    assert queries.listed(session, gone.actor, queries.Filter()) == []
    assert allows(lead.actor, Action.READ_APPLICATION, made.record)


def test_no_table_says_anything_of_who_left_but_what_must_be_remembered(
    session: Session, tmp_path: Path
) -> None:
    """Sweep every table for the partner; signatures and earlier texts are kept on purpose."""
    made = complete(session, published_call(session))
    ninove, left = made.towns[1].actor, partner_of(session, made, 1)
    paid = Amount(cost_type=CostType.STAFF, year=2022, own=Money(7_000_00), other=Money(1_000_00))
    service.save_funding(
        session, ninove, made.record, Funding(partner_id=left.public_id, amounts=(paid,))
    )
    decision = Decision(left.public_id, DURING.date())
    enclosed = service.Enclosing(
        store=Folder(tmp_path),
        files=[service.Sent("college.pdf", pdf())],
        decision=decision,
    )
    service.attach(session, ninove, made.record, enclosed)
    shown = service.of_leaving(session, made.record, left)
    assert shown.paid == Money(8_000_00)
    assert shown.documents == ("college.pdf",)

    service.leave(session, ninove, made.record)

    session.flush()
    found = set()
    for table in METADATA.sorted_tables:
        for row in session.execute(select(table)).mappings():
            named = left.public_id in str(dict(row))
            if named or row.get("partner_id") == left.id:
                found.add(table.name)
    assert found <= {"partner", "signature", "signed_part", "section_version", "audit_entry"}


def test_the_others_keep_their_signatures_and_are_told(session: Session) -> None:
    made = complete(session, published_call(session))

    service.leave(session, made.towns[1].at(LATER), made.record)

    file = queries.file_again(session, made.record)
    names = {file.partner(each).name for each in current_signatures(file)}
    assert names == {"Aalst", "Haaltert"}
    told = session.scalars(
        select(OutboxMessage.person_id).where(OutboxMessage.created_at == LATER)
    ).all()
    assert set(told) == {made.towns[0].person.id, made.towns[2].person.id}


def test_who_comes_back_signs_again_even_the_same_words(session: Session) -> None:
    """Nobody's name is used without consent: what was signed before leaving is void."""
    made = complete(session, published_call(session))
    lead, back = made.towns[0], made.towns[1]
    left = partner_of(session, made, 1)
    service.leave(session, back.actor, made.record)

    service.invite(session, lead.at(LATER), made.record, back.organisation)
    service.answer(session, back.at(LATER), made.record, accept=True)
    tasks = form.Tasks(tasks=f"{back.organisation.name} geeft lessen.", needs="Lesgevers.")
    service.save_tasks(session, back.at(LATER), made.record, left, tasks)
    service.save_budget(session, lead.at(LATER), made.record, budget(made.record))
    (realisation,) = queries.whole(session, made.record).realisations
    plan = [promise(realisation, p, 2024, 2025, 2026) for p in made.record.partners]
    service.save_promises(session, lead.at(LATER), made.record, realisation, plan)

    assert unsigned(queries.file_again(session, made.record)) == (back.organisation.name,)


def test_the_lead_cannot_leave(session: Session) -> None:
    made = draft(session, published_call(session))

    with pytest.raises(RefusedError) as refused:
        service.leave(session, made.lead.actor, made.record)

    assert "take over the lead first" in reasons(refused)


def test_after_submission_only_the_agency_changes_who_takes_part(session: Session) -> None:
    made = complete(session, published_call(session))
    other = partner_of(session, made, 1)
    service.submit(session, made.lead.actor, made.record)

    with pytest.raises(RefusedError) as leaving:
        service.leave(session, made.towns[1].actor, made.record)
    with pytest.raises(RefusedError) as leading:
        service.offer_lead(session, made.lead.actor, made.record, other)

    assert "Only the agency" in reasons(leaving)
    assert "Only the agency" in reasons(leading)


def test_from_the_closing_instant_nobody_leaves(session: Session) -> None:
    made = complete(session, published_call(session))

    with pytest.raises(RefusedError) as refused:
        service.leave(session, made.towns[1].at(CLOSES), made.record)

    assert "too late" in reasons(refused)


def test_who_left_while_a_colleague_typed_does_not_come_back_with_the_budget(
    session: Session,
) -> None:
    made = complete(session, published_call(session))
    typed = budget(made.record, Money(1_00))
    version = queries.section(session, made.record, form.Key.BUDGET)
    assert version is not None
    read = version.version
    service.leave(session, made.towns[1].actor, made.record)

    with pytest.raises(RefusedError) as refused:
        service.save_budget(session, made.lead.actor, made.record, typed, read)

    assert "does not take part" in reasons(refused)
    assert queries.file_again(session, made.record).requested == Money(100_000_00)


def test_who_left_writes_nothing_any_more(session: Session) -> None:
    made = complete(session, published_call(session))
    own = partner_of(session, made, 1)
    service.leave(session, made.towns[1].actor, made.record)

    with pytest.raises(RefusedError):
        service.save_tasks(session, made.towns[1].actor, made.record, own, form.Tasks(tasks="Ja."))

    assert own.tasks == ""


# The lead -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asks", "confirms"), [(0, 1), (1, 0)])
def test_the_lead_passes_when_both_agree_whoever_asks(
    session: Session, asks: int, confirms: int
) -> None:
    made = complete(session, published_call(session))
    heir = partner_of(session, made, 1)

    service.offer_lead(session, made.towns[asks].actor, made.record, heir)
    assert made.record.lead_id == made.lead.organisation.id
    service.confirm_lead(session, made.towns[confirms].actor, made.record, heir)

    assert made.record.lead_id == made.towns[1].organisation.id
    file = queries.file_again(session, made.record)
    assert file.lead.name == "Ninove"
    assert unsigned(file) == ()
    assert allows(made.towns[1].actor, Action.SUBMIT_APPLICATION, made.record)
    assert not allows(made.lead.actor, Action.SUBMIT_APPLICATION, made.record)
    assert session.scalar(select(func.count()).select_from(LeadOffer)) == 0


@pytest.mark.parametrize("who", [0, 2])
def test_nobody_confirms_for_the_other(session: Session, who: int) -> None:
    made = complete(session, published_call(session))
    heir = partner_of(session, made, 1)
    service.offer_lead(session, made.lead.actor, made.record, heir)

    with pytest.raises(RefusedError):
        service.confirm_lead(session, made.towns[who].actor, made.record, heir)

    assert made.record.lead_id == made.lead.organisation.id


def test_a_third_partner_does_not_ask(session: Session) -> None:
    made = draft(session, published_call(session))

    with pytest.raises(RefusedError):
        service.offer_lead(session, made.towns[2].actor, made.record, partner_of(session, made, 1))


def test_there_is_one_question_at_a_time_until_it_is_withdrawn(session: Session) -> None:
    made = draft(session, published_call(session))
    first, second = partner_of(session, made, 1), partner_of(session, made, 2)
    service.offer_lead(session, made.lead.actor, made.record, first)

    with pytest.raises(RefusedError) as refused:
        service.offer_lead(session, made.lead.actor, made.record, second)
    assert "open already" in reasons(refused)

    service.drop_lead(session, made.towns[1].actor, made.record, first)
    service.offer_lead(session, made.lead.actor, made.record, second)
    offer = queries.lead_offer(session, made.record)
    assert offer is not None
    assert offer.partner_id == second.id


def test_who_leaves_is_no_candidate_any_more(session: Session) -> None:
    made = draft(session, published_call(session))
    heir = partner_of(session, made, 1)
    service.offer_lead(session, made.lead.actor, made.record, heir)
    service.leave(session, made.towns[1].actor, made.record)

    assert queries.lead_offer(session, made.record) is None
    with pytest.raises(RefusedError):
        service.offer_lead(session, made.lead.actor, made.record, heir)


def test_who_only_was_invited_cannot_lead(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    guest = complete(session, published_call(session), "Ninove", "Lede").towns[1]
    invited = service.invite(session, made.lead.actor, made.record, guest.organisation)

    with pytest.raises(RefusedError) as refused:
        service.offer_lead(session, made.lead.actor, made.record, invited)

    assert invited.consent is Consent.INVITED
    assert "accepted" in reasons(refused)


def test_who_confirms_has_seen_exactly_what_happens(session: Session) -> None:
    made = complete(session, published_call(session))
    leaving = partner_of(session, made, 1)
    seen = service.of_leaving(session, made.record, leaving).mark
    service.save_budget(
        session, made.lead.actor, made.record, budget(made.record, Money(60_000_00))
    )

    with pytest.raises(RefusedError) as refused:
        service.leave(session, made.towns[1].actor, made.record, seen=seen)
    assert "Read the consequences again" in reasons(refused)

    seen = service.of_leaving(session, made.record, leaving).mark
    service.leave(session, made.towns[1].actor, made.record, seen=seen)
    session.refresh(made.record)
    assert made.record.requested == Money(120_000_00)


def test_all_sign_and_submit_after_a_change_of_lead(session: Session) -> None:
    made = complete(session, published_call(session), signed=False)
    heir = partner_of(session, made, 1)
    service.offer_lead(session, made.lead.actor, made.record, heir)
    service.confirm_lead(session, made.towns[1].actor, made.record, heir)
    sign_all(session, made)

    kept = service.submit(session, made.towns[1].actor, made.record)

    leads = [p["name"] for p in kept.content["file"]["partners"] if p["lead"]]
    assert leads == ["Ninove"]
