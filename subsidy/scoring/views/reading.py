"""What a juror reads of a file, alone or at the table: as it was submitted, and what came since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort

from subsidy.applications import queries as applications
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.case_file import budget_table
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.models import Application
from subsidy.applications.views.attaching import Linked
from subsidy.applications.views.completed import Link, completed
from subsidy.calls.domain.dossier import Consent
from subsidy.scoring.domain import marks
from subsidy.scoring.models import Mark, Review
from subsidy.web.session import db


@dataclass(frozen=True, slots=True)
class Colleague:
    """What a juror gave a file, for who reads along; by label, never by name."""

    label: str
    merit: int | None
    marks: dict[str, Mark]


def colleague(criteria: Sequence[marks.Criterion], review: Review) -> Colleague:
    given = {mark.criterion: mark.value for mark in review.marks}
    merit = marks.file_merit(criteria, [given])
    return Colleague(review.juror.label, merit, by_criterion(review))


def by_criterion(review: Review) -> dict[str, Mark]:
    return {mark.criterion: mark for mark in review.marks}


def other_partners(application: Application) -> tuple[str, ...]:
    """Return the names of those who take part beside the lead."""
    return tuple(
        partner.organisation.name
        for partner in application.partners
        if partner.organisation_id != application.lead_id and partner.consent is not Consent.REFUSED
    )


def as_submitted(application: Application, link: Link) -> dict[str, Any]:
    """Return what a page shows of a file, and what stands beside it.

    ``link``: where an enclosed file is opened; None when it may not be opened here.
    """
    found = applications.sealed(db(), application)
    if found is None:
        abort(404)
    kept, stands_beside = found
    file = file_of(kept.content)
    scans = applications.scans(db(), application) if file.attachments else {}
    known = [(one, scans.get(one.id, Scan.WAITING)) for one in file.attachments]
    return {
        "submitted": file,
        "budget": budget_table(file),
        "enclosed": [Linked(one, scan, link(one.id, scan)) for one, scan in known],
        "changes": applications.changes(db(), application) if stands_beside else (),
        "beside": completed(application, link) if stands_beside else (),
    }
