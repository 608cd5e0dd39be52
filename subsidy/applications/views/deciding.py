"""The paper for the decision of college or council: for the partner itself, and for the lead."""

from datetime import datetime

from flask import abort
from flask.typing import ResponseReturnValue

from subsidy.applications import exports, queries
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.changes import Change, counted
from subsidy.applications.domain.deciding import Paper
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.models import Application, Partner
from subsidy.applications.views.frame import AT, bp, load, partner_in_address, whole_file
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain.profile import Profile
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.session import db


@bp.get(f"{AT}/partners/<partner>/besluit-college.docx")
@permit(Action.READ_APPLICATION, load=load)
def decision_of_college(record: Application) -> ResponseReturnValue:
    return _paper(record, Paper.COLLEGE)


@bp.get(f"{AT}/partners/<partner>/besluit-raad.docx")
@permit(Action.READ_APPLICATION, load=load)
def decision_of_council(record: Application) -> ResponseReturnValue:
    return _paper(record, Paper.COUNCIL)


def _paper(record: Application, paper: Paper) -> ResponseReturnValue:
    row = _partner(record)
    own = row.organisation_id == actor().organisation_id
    file, made_at, changes = _standing(record)
    what = exports.Deciding(
        file=file,
        partner=file.partner(row.public_id),
        paper=paper,
        profile=organisations.profile_of(db(), row.organisation_id) if own else Profile(),
        whole=own,
        is_draft=record.status is Status.DRAFT,
        changes=changes,
    )
    name = f"besluit-{paper.value}-{record.number}-{row.organisation.name}.docx"
    return download(exports.decision_docx(what, made_at), name)


def _partner(record: Application) -> Partner:
    """Return a partner whose paper the reader may have: its own, or any for the lead."""
    found = partner_in_address(record)
    if actor().organisation_id not in {found.organisation_id, record.lead_id}:
        abort(404)
    return found


def _standing(record: Application) -> tuple[CaseFile, datetime, tuple[Change, ...]]:
    """Return the file as it counts, of when that is, and what changed since the submission.

    That is the draft as it stands, or what was submitted with who left or leads since.
    """
    kept = None if record.status is Status.DRAFT else queries.latest_snapshot(db(), record)
    if kept is None:
        return whole_file(record), clock.now(), ()
    changes = queries.changes(db(), record)
    at = changes[-1].at if changes else kept.received_at
    return counted(file_of(kept.content), changes), at, changes
