"""What stays: realisations, and the continuity of each at every partner."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain import form
from subsidy.applications.domain.conflicts import differences, promise_differences
from subsidy.applications.domain.editing import unfit_promises
from subsidy.applications.domain.form import tidied, unfit
from subsidy.applications.domain.history import kept_promises
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import (
    Application,
    Promise,
    PromiseYear,
    Realisation,
    Section,
)
from subsidy.applications.service.asking_again import ask_again
from subsidy.applications.service.guard import (
    keep,
    refuse_overwriting,
    refuse_unless_writing,
)
from subsidy.applications.service.history import keep_earlier, keep_last
from subsidy.calls.domain import dossier as facts
from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.pasted import clean
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import audit

MOST_REALISATIONS = 30


def add_realisation(
    session: Session, actor: Actor, record: Application, part: form.Realisation
) -> Realisation:
    refuse_unless_writing(session, actor, record)
    part = _tidied(part)
    refuse_if([*unfit(part), *not_to_add(session, record, part)])
    row = Realisation(application_id=record.id, adopters=[])
    write(row, part)
    session.add(row)
    session.flush()
    keep(session, actor, record, queries.realisation_key(row.public_id))
    return row


def change_realisation(
    session: Session,
    actor: Actor,
    record: Application,
    row: Realisation,
    part: form.Realisation,
    version: int | None = None,
) -> Realisation:
    refuse_unless_writing(session, actor, record)
    part = _tidied(part)
    others = {title: one for title, one in _titles(session, record).items() if one != row.id}
    refuse_if([*unfit(part), *_same_title(part, others)])
    session.refresh(row)
    key = queries.realisation_key(row.public_id)
    section = queries.section(session, record, key)
    before = realisation_of(row)
    refuse_overwriting(session, section, version, differences(before, part))
    keep_earlier(session, actor, section, plain(before), plain(part))
    write(row, part)
    keep(session, actor, record, key)
    return row


def not_to_add(session: Session, record: Application, part: form.Realisation) -> list[Refusal]:
    """Say why a realisation cannot be added: there are enough, or one has its title."""
    known = _titles(session, record)
    return [*_same_title(part, known), *_too_many(known)]


def remove_realisation(
    session: Session, actor: Actor, record: Application, row: Realisation
) -> None:
    """Remove a realisation, with all that was promised about it."""
    refuse_unless_writing(session, actor, record)
    _keep_all(session, record, row)
    promises = select(Promise.id).where(Promise.realisation_id == row.id)
    session.execute(delete(PromiseYear).where(PromiseYear.promise_id.in_(promises)))
    session.execute(delete(Promise).where(Promise.realisation_id == row.id))
    keys = list(keys_of(row.public_id))
    session.execute(
        delete(Section).where(Section.application_id == record.id, Section.key.in_(keys))
    )
    session.execute(delete(Realisation).where(Realisation.id == row.id))
    session.expunge(row)
    audit(session, actor, Action.EDIT_APPLICATION, record, reason=f"- {row.title}")
    ask_again(session, actor, record)


def keys_of(public_id: str) -> tuple[str, str, str]:
    """Return the keys of what is written of one realisation: itself, its path, its plan."""
    return (
        queries.realisation_key(public_id),
        queries.scaling_key(public_id),
        queries.continuity_key(public_id),
    )


def _keep_all(session: Session, record: Application, row: Realisation) -> None:
    """Keep the last text of a realisation that goes, of its path and of its part of the plan."""
    session.refresh(row)
    file = queries.file_again(session, record)
    texts = (
        plain(realisation_of(row)),
        plain(file.scaling_of(row.public_id)),
        kept_promises(file.promises_for(row.public_id)),
    )
    for key, text in zip(keys_of(row.public_id), texts, strict=True):
        section = queries.section(session, record, key)
        if section is not None:
            keep_last(session, section, text)


def realisation_of(row: Realisation) -> form.Realisation:
    return form.Realisation(
        title=row.title,
        for_whom=row.for_whom,
        licence=row.licence,
        how_to_use=row.how_to_use,
        conditions=row.conditions,
        available_from=row.available_from,
        adopters=tuple(row.adopters),
    )


def _tidied(part: form.Realisation) -> form.Realisation:
    names = dict.fromkeys(name.strip() for name in part.adopters if name.strip())
    return replace(tidied(part), adopters=tuple(names))


def _titles(session: Session, record: Application) -> dict[str, int]:
    rows = session.execute(
        select(Realisation.title, Realisation.id).where(Realisation.application_id == record.id)
    )
    return {title.casefold(): row_id for title, row_id in rows}


def _same_title(part: form.Realisation, known: dict[str, int]) -> list[Refusal]:
    if part.title and part.title.casefold() in known:
        return [Refusal(Text("Choose another title: this one is already used."), "title")]
    return []


def _too_many(known: dict[str, int]) -> list[Refusal]:
    if len(known) < MOST_REALISATIONS:
        return []
    return [Refusal(Text("Add at most %(most)s realisations.", most=MOST_REALISATIONS))]


def write(row: Realisation, part: form.Realisation) -> None:
    row.title = part.title
    row.for_whom = part.for_whom
    row.licence = part.licence
    row.how_to_use = part.how_to_use
    row.conditions = part.conditions
    row.available_from = part.available_from
    row.adopters = list(part.adopters)


# Continuity ---------------------------------------------------------------------------------------


def save_promises(
    session: Session,
    actor: Actor,
    record: Application,
    realisation: Realisation,
    promises: Sequence[facts.Promise],
    version: int | None = None,
) -> Section:
    """Save what the named partners promise for one realisation; other partners stay as they are."""
    refuse_unless_writing(session, actor, record)
    file = queries.case_file(queries.whole(session, record))
    years = queries.years_after(file, queries.regulation(record))
    refuse_if(unfit_promises(file, realisation.public_id, promises, years))
    key = queries.continuity_key(realisation.public_id)
    section = queries.section(session, record, key)
    refuse_overwriting(session, section, version, promise_differences(file, promises))
    before = file.promises_for(realisation.public_id)
    keep_earlier(
        session, actor, section, kept_promises(before), kept_promises(_together(before, promises))
    )
    rows = {row.partner_id: row for row in record.promises if row.realisation_id == realisation.id}
    write_plan(session, record, realisation, promises, rows)
    return keep(session, actor, record, key)


def write_plan(
    session: Session,
    record: Application,
    realisation: Realisation,
    promises: Sequence[facts.Promise],
    rows: Mapping[int, Promise],
) -> None:
    """Write these promises for a realisation. ``rows``: those that are there, by partner."""
    ids = {partner.public_id: partner.id for partner in record.partners}
    written = []
    for promise in promises:
        row = rows.get(ids[promise.partner_id])
        if row is None:
            row = Promise(
                application_id=record.id,
                realisation_id=realisation.id,
                partner_id=ids[promise.partner_id],
            )
            session.add(row)
        _write_promise(row, promise)
        written.append((row, promise))
    session.flush()
    _write_years(session, written)


def _together(
    before: Sequence[facts.Promise], saved: Sequence[facts.Promise]
) -> list[facts.Promise]:
    """Return the plan as it becomes: what the named partners promise in the place of theirs."""
    later = {promise.partner_id: promise for promise in [*before, *saved]}
    return list(later.values())


def _write_promise(row: Promise, promise: facts.Promise) -> None:
    row.stays = promise.stays
    row.owner = clean(promise.owner)
    row.funding_source = clean(promise.funding_source)
    row.deciding_body = clean(promise.deciding_body)
    row.decided_on = promise.decided_on
    row.expected_of_others = clean(promise.expected_of_others)
    row.risk = promise.risk
    row.second_source = clean(promise.second_source)
    row.third_source = clean(promise.third_source)
    row.decision_document = clean(promise.decision_document)


def _write_years(session: Session, written: Sequence[tuple[Promise, facts.Promise]]) -> None:
    """Replace the yearly costs of these promises, in two statements."""
    ids = [row.id for row, _ in written]
    session.execute(delete(PromiseYear).where(PromiseYear.promise_id.in_(ids)))
    rows = [
        {
            "promise_id": row.id,
            "year": year.year,
            "cost": year.cost,
            "funded": year.funded,
            "second": year.second,
            "third": year.third,
        }
        for row, promise in written
        for year in promise.years
    ]
    if rows:
        session.execute(insert(PromiseYear), rows)
