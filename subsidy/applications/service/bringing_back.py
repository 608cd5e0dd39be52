"""Bringing back a realisation that was removed, with its path and what was promised about it."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain import form
from subsidy.applications.domain.form import unfit
from subsidy.applications.domain.history import still_fitting, text_of
from subsidy.applications.domain.scaling import Scaling
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import Application, Realisation
from subsidy.applications.service.guard import keep, refuse_unless_writing
from subsidy.applications.service.lasting import keys_of, not_to_add, write, write_plan
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Actor


def bring_back(session: Session, actor: Actor, record: Application, public_id: str) -> Realisation:
    """Put a removed realisation back as it was last; who left the file promises nothing any more.

    It keeps its identifier: so what was signed about it holds again.
    """
    refuse_unless_writing(session, actor, record)
    gone = {one.public_id for one in queries.removed_realisations(session, record)}
    if public_id not in gone:
        raise refuse(Text("This realisation is not among the removed ones. Look at the list."))
    texts = queries.last_texts(session, record, keys_of(public_id))
    itself, path, plan = keys_of(public_id)
    part: form.Realisation = text_of(itself, texts[itself])
    refuse_if([*_not_now(session, record, part), *unfit(part)])
    row = Realisation(application_id=record.id, public_id=public_id, adopters=[])
    write(row, part)
    session.add(row)
    session.flush()
    file = queries.file_again(session, record)
    promised = still_fitting(file, plan, text_of(plan, texts.get(plan, {})))
    write_plan(session, record, row, promised, {})
    nothing = plain(Scaling(realisation_id=public_id))
    scaling = still_fitting(file, path, text_of(path, texts.get(path, nothing)))
    answers = {itself: None, path: plain(scaling), plan: None}
    for key in (itself, *(each for each in (path, plan) if each in texts)):
        keep(session, actor, record, key, answers[key])
    return row


def _not_now(session: Session, record: Application, part: form.Realisation) -> Iterator[Refusal]:
    """Say why it cannot stand beside those that are there now, and what to do first."""
    for refusal in not_to_add(session, record, part):
        if refusal.place != "title":
            yield refusal
            continue
        text = Text(
            "There is a “%(title)s” again. Give that one another title first.", title=part.title
        )
        yield Refusal(text)
