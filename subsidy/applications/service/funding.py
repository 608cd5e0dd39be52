"""Saving what one partner and others pay beside the subsidy."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.case_file import FileLine
from subsidy.applications.domain.conflicts import funding_differences
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.funding import Funding, unfit
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import Application, Section
from subsidy.applications.service.budgeting import save_budget
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


def save_funding(
    session: Session,
    actor: Actor,
    record: Application,
    funding: Funding,
    version: int | None = None,
) -> Section:
    """Replace the rest of one partner. ``version``: the one that was read; None: whatever is there.

    Raises RefusedError: the file is closed, the partner does not take part, an amount is not
    right, or a colleague was first.
    """
    refuse_unless_writing(session, actor, record)
    file = queries.file_again(session, record)
    if funding.partner_id not in {partner.id for partner in file.partners}:
        raise refuse(Text("This organisation does not take part in this application."))
    refuse_if(unfit(funding, file.years, queries.regulation(record).cost_types))
    key = queries.funding_key(funding.partner_id)
    section = queries.section(session, record, key)
    before = file.funding_of(funding.partner_id) or Funding(partner_id=funding.partner_id)
    refuse_overwriting(session, section, version, funding_differences(before, funding))
    answers = plain(funding)
    keep_earlier(session, actor, section, answers_in(section), answers)
    return keep(session, actor, record, key, answers)


def save_whole(
    session: Session,
    actor: Actor,
    record: Application,
    lines: Sequence[FileLine],
    funding: Sequence[Funding],
    versions: Mapping[str, int],
) -> None:
    """Replace the budget and the rest of these partners, all or nothing.

    ``versions``: by key of a part, the one that was read; a save in between is refused as ever.
    """
    save_budget(session, actor, record, lines, versions[Key.BUDGET])
    for one in funding:
        key = queries.funding_key(one.partner_id)
        save_funding(session, actor, record, one, versions[key])
