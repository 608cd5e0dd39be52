"""Reads of needs surveys; of answers only one's own, and what all said together."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Exists, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from subsidy.planning.domain.results import Result, results, text_key
from subsidy.planning.domain.survey import Answers, SurveyStatus
from subsidy.planning.models import Survey, SurveyAnswer
from subsidy.policy import AGENCY, Actor


def survey(session: Session, public_id: str) -> Survey | None:
    return session.scalar(
        select(Survey).where(Survey.public_id == public_id).options(joinedload(Survey.line))
    )


def published_survey(session: Session, public_id: str) -> Survey | None:
    """Return a survey of which everybody may know the result."""
    found = survey(session, public_id)
    return found if found is not None and found.status is SurveyStatus.PUBLISHED else None


def visible_to(actor: Actor | None) -> Select[Survey]:
    """Return the SQL twin of READ_SURVEY: the agency all, everybody what was sent."""
    every = select(Survey).options(joinedload(Survey.line))
    if actor is not None and not actor.roles.isdisjoint(AGENCY):
        return every
    return every.where(Survey.status != SurveyStatus.DRAFT)


def surveys(session: Session, actor: Actor | None) -> Sequence[Survey]:
    """Return the surveys that somebody may read, the one that closes last first."""
    order = (Survey.closes_at.desc(), Survey.id.desc())
    return session.scalars(visible_to(actor).order_by(*order)).all()


def published_surveys(session: Session) -> Sequence[Survey]:
    """Return the surveys on which a call can stand, the newest first."""
    return session.scalars(
        select(Survey)
        .where(Survey.status == SurveyStatus.PUBLISHED)
        .order_by(Survey.published_at.desc(), Survey.id.desc())
    ).all()


def own_answer(
    session: Session, survey_id: int, organisation_id: int | None
) -> SurveyAnswer | None:
    return session.scalar(
        select(SurveyAnswer).filter_by(survey_id=survey_id, organisation_id=organisation_id)
    )


def answered(session: Session, survey_id: int) -> int:
    """Return how many local authorities answered."""
    query = select(func.count(SurveyAnswer.id)).filter_by(survey_id=survey_id)
    return session.scalar(query) or 0


def result(session: Session, found: Survey) -> tuple[Result, ...]:
    """Return what all said together, as everybody reads it."""
    return results(found.questions, _given(session, found), found.withheld)


def all_texts(session: Session, found: Survey) -> Mapping[str, str]:
    """Return every text of the result, also what is withheld, by its key and in its order."""
    every = results(found.questions, _given(session, found))
    return {text_key(one.question, text): text for one in every for text in one.texts}


def _given(session: Session, found: Survey) -> Sequence[Answers]:
    return session.scalars(select(SurveyAnswer.answers).filter_by(survey_id=found.id)).all()


def survey_is_open(now: datetime) -> Exists:
    """Tell whether there is any survey that can be answered at ``now``."""
    issued = Survey.status == SurveyStatus.ISSUED
    return exists().where(issued, Survey.opens_at <= now, Survey.closes_at > now)


def to_answer(session: Session, organisation_id: int, now: datetime) -> Sequence[Survey]:
    """Return the open surveys that this organisation did not answer yet."""
    own = select(SurveyAnswer.id).where(
        SurveyAnswer.survey_id == Survey.id, SurveyAnswer.organisation_id == organisation_id
    )
    return session.scalars(
        select(Survey)
        .where(
            Survey.status == SurveyStatus.ISSUED,
            Survey.opens_at <= now,
            Survey.closes_at > now,
            ~own.exists(),
        )
        .order_by(Survey.closes_at, Survey.id)
    ).all()
