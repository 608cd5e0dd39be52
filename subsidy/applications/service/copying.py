"""Taking answers over from an earlier file of the same organisation."""

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.copying import (
    Written,
    copied_answers,
    copied_indicators,
    copied_parts,
)
from subsidy.applications.domain.form import Key
from subsidy.applications.models import Application
from subsidy.applications.service.answering import save_answers
from subsidy.applications.service.drafting import save_part
from subsidy.applications.service.guard import answers_in, refuse_unless_writing, version_of
from subsidy.applications.service.indicating import save_indicators
from subsidy.core.clock import brussels_day
from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.policy import Actor

COPIED = (
    Key.PROJECT,
    Key.CONTACT,
    Key.CONTENT,
    Key.PRIVACY,
    Key.INDICATORS,
    Key.QUESTIONS,
)


def seen_now(session: Session, record: Application) -> str:
    """Return a mark of what stands in the parts that answers can come into."""
    found = {row.key: version_of(row) for row in queries.with_sections(session, record).sections}
    return "-".join(str(found.get(key, 0)) for key in COPIED)


def copy_answers(
    session: Session,
    actor: Actor,
    record: Application,
    source: Application,
    seen: str,
    *,
    over: bool = False,
) -> int:
    """Copy answers into what is empty; ``over``: also into the rest. Return how many parts change.

    Raises RefusedError when somebody saved one of these parts since ``seen`` was shown.
    """
    refuse_unless_writing(session, actor, record)
    if seen != seen_now(session, record):
        text = Text("A colleague saved a part in the meantime. Look again at what will change.")
        raise refuse(text)
    here, there = written(session, record), written(session, source)
    form, day = queries.regulation(record).form, brussels_day(actor.now)
    parts = copied_parts(here, there, over=over)
    for part in parts.values():
        save_part(session, actor, record, part)
    rows = copied_indicators(here, there, over=over)
    if rows:
        save_indicators(session, actor, record, rows)
    answers = copied_answers(here, there, form, day, over=over)
    if answers:
        save_answers(session, actor, record, answers)
    return len(parts) + bool(rows) + bool(answers)


def written(session: Session, record: Application) -> Written:
    file = queries.file_now(session, record)
    answers = answers_in(queries.section(session, record, Key.QUESTIONS))
    return Written(file, dict(answers))
