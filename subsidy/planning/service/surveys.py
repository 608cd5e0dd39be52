"""The verbs of needs surveys: write, send, answer, publish the result."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.budget.models import Line
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.organisations.models import Organisation
from subsidy.planning import queries
from subsidy.planning.domain.survey import (
    SURVEY_LIFECYCLE,
    Answers,
    NewSurvey,
    SurveyFacts,
    SurveyStatus,
    answer_faults,
    answerable,
    period_faults,
)
from subsidy.planning.models import Survey, SurveyAnswer
from subsidy.planning.service.saving import saved_meanwhile, take_version
from subsidy.policy import Action, Actor, Standing
from subsidy.workflow import advance, audit, tell


def create_survey(session: Session, actor: Actor, line: Line, new: NewSurvey) -> Survey:
    refuse_if(period_faults(new))
    made = Survey(line_id=line.id, written_by_id=actor.id, **_columns(new))
    session.add(made)
    session.flush()
    audit(session, actor, Action.WRITE_SURVEY, made)
    return made


def change_survey(
    session: Session, actor: Actor, survey: Survey, new: NewSurvey, version: int
) -> None:
    """Change a survey that nobody has seen; what is sent stays the same for everybody."""
    if survey.status is not SurveyStatus.DRAFT:
        raise refuse(Text("This survey is sent already. Its questions cannot change any more."))
    refuse_if(period_faults(new))
    take_version(session, survey, version)
    for name, value in _columns(new).items():
        setattr(survey, name, value)
    survey.written_by_id = actor.id
    audit(session, actor, Action.WRITE_SURVEY, survey)


def _columns(new: NewSurvey) -> dict[str, Any]:
    return {
        "title": new.title,
        "introduction": new.introduction,
        "opens_at": new.opens_at,
        "closes_at": new.closes_at,
        "content": {"questions": [question.to_data() for question in new.questions]},
    }


def _facts(actor: Actor, survey: Survey, conclusion: str = "") -> SurveyFacts:
    return SurveyFacts(
        now=actor.now,
        closes_at=survey.closes_at,
        questions=survey.questions,
        conclusion=conclusion,
    )


def issue_survey(session: Session, actor: Actor, survey: Survey) -> None:
    """Fix the questions and let local authorities see them."""
    facts = _facts(actor, survey)
    advance(session, SURVEY_LIFECYCLE, survey, Action.ISSUE_SURVEY, facts, actor=actor)
    tell(
        session,
        people.writers_at(session, Standing.LOCAL_AUTHORITY),
        Text("The agency asks what you need: “%(title)s”", title=survey.title),
        Text(
            "You can answer the needs survey from %(opens)s until %(closes)s.",
            opens=survey.opens_at,
            closes=survey.closes_at,
        ),
        path=f"/bevragingen/{survey.public_id}",
        now=actor.now,
    )


def answer_survey(
    session: Session,
    actor: Actor,
    survey: Survey,
    organisation: Organisation,
    answers: Answers,
    version: int,
) -> SurveyAnswer:
    """Keep the one answer of an organisation; until the end it can be changed."""
    refuse_if(answerable(survey.status, survey.opens_at, survey.closes_at, actor.now))
    refuse_if(answer_faults(survey.questions, answers))
    row = queries.own_answer(session, survey.id, organisation.id)
    if (row is None) != (version == 0):
        raise saved_meanwhile()
    if row is None:
        row = _first_answer(session, actor, survey, organisation, answers)
    else:
        take_version(session, row, version)
        row.answers, row.answered_by_id, row.answered_at = dict(answers), actor.id, actor.now
    audit(session, actor, Action.ANSWER_SURVEY, row)
    return row


def _first_answer(
    session: Session,
    actor: Actor,
    survey: Survey,
    organisation: Organisation,
    answers: Mapping[str, Any],
) -> SurveyAnswer:
    row = SurveyAnswer(
        survey_id=survey.id,
        organisation_id=organisation.id,
        answers=dict(answers),
        answered_by_id=actor.id,
        answered_at=actor.now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # a colleague answered at the same instant
        raise saved_meanwhile() from error
    return row


def publish_result(session: Session, actor: Actor, survey: Survey, conclusion: str) -> None:
    """Let everybody read what all said together, with what the agency concludes."""
    facts = _facts(actor, survey, conclusion)
    stamp = {"conclusion": conclusion, "published_at": actor.now}
    advance(
        session, SURVEY_LIFECYCLE, survey, Action.PUBLISH_SURVEY, facts, actor=actor, stamp=stamp
    )


def not_over(survey: Survey, now: datetime) -> list[Refusal]:
    """Say why the texts of a survey cannot be read yet."""
    if survey.is_public and survey.closes_at <= now:
        return []
    return [Refusal(Text("You read the texts once nobody can answer any more."))]


def withhold_texts(
    session: Session,
    actor: Actor,
    survey: Survey,
    chosen: Collection[str],
    reason: str,
    version: int,
) -> None:
    """Leave exactly these texts out of the result; ``reason``: of those that were shown until now.

    ``chosen`` are keys of texts, which do not tell who wrote one.
    """
    refuse_if(not_over(survey, actor.now))
    fresh = [key for key in chosen if key not in survey.withheld]
    if fresh and not reason:
        raise refuse(Text("Write why you leave this out."), "reason")
    take_version(session, survey, version)
    survey.withheld = {key: survey.withheld.get(key, reason) for key in chosen}
    audit(session, actor, Action.PUBLISH_SURVEY, survey, reason=reason)
