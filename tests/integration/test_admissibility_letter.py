"""The decision about an inadmissible file, prepared after the jury, is the letter it got before."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications import service as applications
from subsidy.applications.domain.judging import Judgement, Verdict
from subsidy.applications.models import AdmissibilityLetter
from subsidy.awards import service as awards
from subsidy.awards.domain.decision import Outcome
from subsidy.calls import queries as calls
from subsidy.scoring import service as scoring
from tests.support.applications import complete
from tests.support.scoring import BEFORE_CLOSING, EIGHTS, all_scored, jury


def test_an_inadmissible_file_gets_one_letter_and_not_two(session: Session) -> None:
    made = jury(session, files=1)
    other = complete(session, made.call, "Ninove", "Lede", "Denderleeuw")
    applications.submit(session, other.lead.at(BEFORE_CLOSING), other.record)
    said = Judgement(rule="lead_local_authority", verdict=Verdict.NOT_MET, reason="Een vzw.")
    opinion = applications.Opinion(judgements=[said])
    applications.reject(session, made.actor, other.record, "Een vzw leidt dit.", opinion)
    all_scored(session, made, [EIGHTS])
    call = calls.call(session, made.call.public_id)
    assert call is not None
    scoring.select(session, made.actor, call)

    decisions = awards.prepare_for_call(session, made.actor, call)

    sent = session.scalars(
        select(AdmissibilityLetter).where(AdmissibilityLetter.application_id == other.record.id)
    ).one()
    (decision,) = (each for each in decisions if each.outcome is Outcome.INADMISSIBLE)
    assert decision.content["letter"] == sent.content["letter"]
    appeal = call.versions[-1].regulation.appeal
    assert appeal in str(sent.content["letter"])
