"""The desk of the agency: which submitted files are admissible."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import exports, queries, service
from subsidy.applications.domain.case_file import budget_table
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.forms import JudgeForm
from subsidy.applications.models import Application
from subsidy.applications.views.attaching import linked
from subsidy.applications.views.frame import AT, bp, load, page
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get("/oproepen/<public_id>/ontvankelijkheid")
@permit(Action.READ_RANKING, load=calls.call)
def admissibility(call: Call) -> ResponseReturnValue:
    """List the submitted files of a closed call; before that, numbers and totals only."""
    if not call.is_public:
        abort(404)
    return render_template(
        "applications/admissibility.html",
        call=call,
        closed=_closed(call),
        rows=_judged(call),
        totals=queries.sealed_totals(db(), call),
    )


@bp.get("/oproepen/<public_id>/ontvankelijkheid.xlsx")
@permit(Action.READ_RANKING, load=calls.call)
def admissibility_workbook(call: Call) -> ResponseReturnValue:
    """Give the same list with one column per rule; of a call that is open it has no rows."""
    if not call.is_public:
        abort(404)
    made = exports.admissibility(
        _judged(call), call.versions[-1].regulation.requirements, actor().now
    )
    return download(made, "ontvankelijkheid.xlsx")


def _closed(call: Call) -> bool:
    return call.closes_at is not None and call.closes_at <= actor().now


def _judged(call: Call) -> list[exports.Judged]:
    files = queries.of_call(db(), call) if _closed(call) else ()
    submitted = queries.submitted_files(db(), [record.id for record in files])
    found = [(record, submitted[record.id], queries.regulation(record)) for record in files]
    around = queries.surroundings(db(), [(file, terms) for _, file, terms in found])
    return [
        exports.Judged(record, file, queries.findings_of(file, terms, around[file.id]))
        for record, file, terms in found
    ]


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
        enclosed=linked(record, file),
        findings=found,
        waits=record.status is Status.SUBMITTED,
    )
