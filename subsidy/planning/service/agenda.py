"""The verbs of the shared agenda: add, change, remove."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from subsidy.core.errors import refuse_if
from subsidy.planning.domain.agenda import NewEntry, entry_faults
from subsidy.planning.models import AgendaEntry
from subsidy.planning.service.saving import take_version
from subsidy.policy import Action, Actor
from subsidy.workflow import audit


def add_entry(session: Session, actor: Actor, new: NewEntry) -> AgendaEntry:
    refuse_if(entry_faults(new))
    made = AgendaEntry(written_by_id=actor.id, **_columns(new))
    session.add(made)
    session.flush()
    audit(session, actor, Action.WRITE_ENTRY, made)
    return made


def change_entry(
    session: Session, actor: Actor, entry: AgendaEntry, new: NewEntry, version: int
) -> None:
    refuse_if(entry_faults(new))
    take_version(session, entry, version)
    for name, value in _columns(new).items():
        setattr(entry, name, value)
    entry.written_by_id = actor.id
    audit(session, actor, Action.WRITE_ENTRY, entry)


def remove_entry(session: Session, actor: Actor, entry: AgendaEntry, reason: str) -> None:
    """Take a plan out of the agenda; the row stays, for whoever asks why."""
    entry.removed = True
    audit(session, actor, Action.WRITE_ENTRY, entry, reason=reason)


def _columns(new: NewEntry) -> dict[str, Any]:
    values = {name: getattr(new, name) for name in asdict(new)}
    values["aim_codes"] = [aim.value for aim in values.pop("aims")]
    values["group_codes"] = [group.value for group in values.pop("target_groups")]
    return values
