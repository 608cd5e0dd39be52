"""Changing what is published: a later deadline, prepared here; the pages of every change."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.accounts import queries as people
from subsidy.calls import forms, queries, service
from subsidy.calls.domain.amending import AMENDING, unchangeable
from subsidy.calls.domain.regulation import worded
from subsidy.calls.models import Amendment, Call
from subsidy.calls.views.blueprint import bp
from subsidy.core.errors import RefusedError, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/<public_id>/verleng", methods=["GET", "POST"])
@permit(Action.EXTEND_CALL, load=queries.call)
def extend(call: Call) -> ResponseReturnValue:
    refuse_if(unchangeable(call.closes_at, clock.now(), public=call.is_public))
    form = filled(forms.ExtensionForm)
    if form.accepted():
        try:
            made = service.prepare_extension(
                db(), actor(), call, form.sluit.data, form.reason.data or ""
            )
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The change waits for a colleague, who approves it."))
            return redirect(url_for(".change", public_id=made.public_id), code=303)
    return render_template("calls/extend.html", call=call, form=form), form.status


@bp.get("/wijzigingen/<public_id>")
@permit(Action.READ_CHANGE, load=queries.amendment, visitors=True)
def change(record: Amendment) -> ResponseReturnValue:
    """Show old and new beside each other, part by part."""
    return render_template(
        "calls/change.html",
        change=record,
        call=record.call,
        differences=worded(record.before, record.regulation),
        names=people.names(db(), [record.prepared_by_id, record.decided_by_id or 0]),
        actions=AMENDING.actions(record.status),
    )


@bp.route("/wijzigingen/<public_id>/laat-vallen", methods=["GET", "POST"])
@permit(Action.DROP_CHANGE, load=queries.amendment)
def drop_change(record: Amendment) -> ResponseReturnValue:
    form = filled(forms.DropForm)
    if form.accepted():
        try:
            service.drop_change(db(), actor(), record, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The change is not made."))
            return redirect(url_for(".show", public_id=record.call.public_id), code=303)
    page = render_template("calls/drop_change.html", change=record, call=record.call, form=form)
    return page, form.status
