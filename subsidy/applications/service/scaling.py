"""Saving how a realisation gets beyond the pilot."""

from dataclasses import replace

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.conflicts import scaling_differences
from subsidy.applications.domain.scaling import Scaling, unfit
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import Application, Section
from subsidy.applications.service.guard import (
    answers_in,
    keep,
    refuse_overwriting,
    refuse_unless_writing,
)
from subsidy.applications.service.history import keep_earlier
from subsidy.core.errors import refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Actor


def save_scaling(
    session: Session,
    actor: Actor,
    record: Application,
    scaling: Scaling,
    version: int | None = None,
) -> Section:
    """Replace it for one realisation. ``version``: the one that was read; None: whatever is there.

    Raises RefusedError: the file is closed, the realisation is gone, something is not right, or a
    colleague was first.
    """
    refuse_unless_writing(session, actor, record)
    file = queries.file_again(session, record)
    found = next((x for x in file.realisations if x.id == scaling.realisation_id), None)
    if found is None:
        raise refuse(Text("This realisation does not exist any more."))
    refuse_if(unfit(scaling, found.adopters, {one.id for one in file.attachments}))
    filled = replace(scaling, steps=tuple(x for x in scaling.steps if not x.is_empty))
    key = queries.scaling_key(scaling.realisation_id)
    section = queries.section(session, record, key)
    before = file.scaling_of(scaling.realisation_id)
    refuse_overwriting(session, section, version, scaling_differences(before, filled))
    answers = plain(filled)
    keep_earlier(session, actor, section, answers_in(section), answers)
    return keep(session, actor, record, key, answers)
