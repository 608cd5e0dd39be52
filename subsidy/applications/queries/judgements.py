"""What officers found of the rules of a file after closing, and the letter about it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications.domain.judging import Given
from subsidy.applications.models import AdmissibilityLetter, Application, RuleJudgement


def judgements(session: Session, record: Application) -> Mapping[str, Given]:
    """Return the last judgement of each rule of an application."""
    return judgements_of(session, [record.id]).get(record.id, {})


def judgements_of(
    session: Session, application_ids: Sequence[int]
) -> Mapping[int, Mapping[str, Given]]:
    """Return, by application, the last judgement of each rule."""
    rows = session.scalars(
        select(RuleJudgement)
        .where(RuleJudgement.application_id.in_(application_ids))
        .order_by(RuleJudgement.id)
    ).all()
    names = people.names(session, {row.judged_by_id for row in rows}) if rows else {}
    found: dict[int, dict[str, Given]] = defaultdict(dict)
    kept: Counter[int] = Counter()
    for row in rows:
        kept[row.application_id] += 1
        found[row.application_id][row.rule] = Given(
            rule=row.rule,
            verdict=row.verdict,
            reason=row.reason,
            computed=row.computed,
            by=names.get(row.judged_by_id, ""),
            at=row.judged_at,
            number=kept[row.application_id],
        )
    return found


def admissibility_letter(session: Session, record: Application) -> AdmissibilityLetter | None:
    return session.get(AdmissibilityLetter, record.id)


def admissibility_letters(
    session: Session, application_ids: Sequence[int]
) -> Mapping[int, AdmissibilityLetter]:
    rows = session.scalars(
        select(AdmissibilityLetter).where(AdmissibilityLetter.application_id.in_(application_ids))
    )
    return {row.application_id: row for row in rows}
