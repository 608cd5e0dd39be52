"""Where an officer writes a planned call in the shared agenda, and everybody reads one."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.planning import queries, service
from subsidy.planning.domain.agenda import overlaps
from subsidy.planning.forms import EntryForm, ReasonForm
from subsidy.planning.models import AgendaEntry
from subsidy.planning.views.blueprint import bp
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

LIST = "calls.agenda"  # with the calls of this agency, so it lies in a slice above this one


@bp.get("/oproepen/agenda/<public_id>")
@permit(Action.READ_ENTRY, load=queries.entry, visitors=True)
def entry(found: AgendaEntry) -> ResponseReturnValue:
    others = [each.plan for each in queries.entries(db())]
    return render_template(
        "planning/entry.html", entry=found, overlaps=overlaps(found.plan, others)
    )


@bp.route("/oproepen/agenda/nieuw", methods=["GET", "POST"])
@permit(Action.WRITE_ENTRY)
def add_entry() -> ResponseReturnValue:
    form = filled(EntryForm, version="0")
    if form.accepted():
        try:
            made = service.add_entry(db(), actor(), form.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The planned call is in the agenda."))
            return redirect(url_for(".entry", public_id=made.public_id), code=303)
    return render_template("planning/add_entry.html", form=form), form.status


@bp.route("/oproepen/agenda/<public_id>/wijzig", methods=["GET", "POST"])
@permit(Action.WRITE_ENTRY, load=queries.entry)
def change_entry(found: AgendaEntry) -> ResponseReturnValue:
    form = filled(EntryForm, found, aims=found.aim_codes, target_groups=found.group_codes)
    if form.accepted():
        try:
            service.change_entry(db(), actor(), found, form.to_input(), form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The planned call is changed."))
            return redirect(url_for(".entry", public_id=found.public_id), code=303)
    return render_template("planning/change_entry.html", entry=found, form=form), form.status


@bp.route("/oproepen/agenda/<public_id>/schrap", methods=["GET", "POST"])
@permit(Action.WRITE_ENTRY, load=queries.entry)
def remove_entry(found: AgendaEntry) -> ResponseReturnValue:
    form = filled(ReasonForm)
    if form.accepted():
        service.remove_entry(db(), actor(), found, form.reason.data or "")
        tell(Text("The planned call is no longer in the agenda."))
        return redirect(url_for(LIST), code=303)
    return render_template("planning/remove_entry.html", entry=found, form=form), form.status
