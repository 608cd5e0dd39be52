"""The desk of the agency: which submitted files are admissible."""

from collections.abc import Sequence

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import budget_table
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.forms import JudgeForm
from subsidy.applications.models import Application
from subsidy.applications.views.frame import AT, bp, load, page
from subsidy.calls import queries as calls
from subsidy.calls.domain.rules import Finding
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get("/oproepen/<public_id>/ontvankelijkheid")
@permit(Action.READ_RANKING, load=calls.call)
def admissibility(call: Call) -> ResponseReturnValue:
    """List the submitted files of a closed call; before that, numbers and totals only."""
    if not call.is_public:
        abort(404)
    closed = call.closes_at is not None and call.closes_at <= actor().now
    files = queries.of_call(db(), call) if closed else ()
    submitted = queries.submitted_files(db(), [record.id for record in files])
    judged = [(record, submitted[record.id], queries.regulation(record)) for record in files]
    around = queries.surroundings(db(), [(file, terms) for _, file, terms in judged])
    rows = [
        (record, file, _not_met(queries.findings_of(file, terms, around[file.id])))
        for record, file, terms in judged
    ]
    return render_template(
        "applications/admissibility.html",
        call=call,
        closed=closed,
        rows=rows,
        totals=queries.sealed_totals(db(), call),
    )


def _not_met(findings: Sequence[Finding]) -> int:
    return sum(finding.blocks for finding in findings)


@bp.route(f"{AT}/ontvankelijkheid", methods=["GET", "POST"])
@permit(Action.ADMIT_APPLICATION, load=load)
def judge(record: Application) -> ResponseReturnValue:
    """Show the rules on the file as it was submitted, and ask for a decision."""
    kept = queries.latest_snapshot(db(), record)
    if kept is None:
        abort(404)
    form = filled(JudgeForm)
    if form.accepted():
        verb = service.admit if form.outcome.data == Status.ADMISSIBLE else service.reject
        try:
            verb(db(), actor(), record, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("%(number)s: %(status)s.", number=record.number, status=record.status.label))
            return redirect(url_for(".admissibility", public_id=record.call.public_id), code=303)
    file = file_of(kept.content)
    found = queries.findings_now(db(), file, queries.regulation(record))
    return page(
        "judge",
        record,
        code=form.status,
        back=url_for(".admissibility", public_id=record.call.public_id),
        form=form,
        file=file,
        snapshot=kept,
        budget=budget_table(file, every=False),
        findings=found,
        waits=record.status is Status.SUBMITTED,
    )
