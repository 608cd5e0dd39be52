"""The page on which the chair of a jury plans when applicants are heard."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries as applications
from subsidy.applications.models import Application
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.scoring import exports, queries, service
from subsidy.scoring.domain import hearings as rules
from subsidy.scoring.forms import HearingsForm, hearings_form
from subsidy.scoring.models import Review
from subsidy.scoring.views.blueprint import address, bp
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get("/oproepen/<public_id>/jury/hoorzittingen")
@permit(Action.READ_PANEL, load=queries.panel)
def hearings(panel: queries.Panel) -> ResponseReturnValue:
    return _page(panel)


@bp.post("/oproepen/<public_id>/jury/hoorzittingen")
@permit(Action.PLAN_HEARINGS, load=queries.panel)
def plan_hearings(panel: queries.Panel) -> ResponseReturnValue:
    """Keep all slots, or say everything that is wrong and keep what was typed."""
    found = queries.hearings(db(), panel.call.id, actor().id)
    rows = [(each.key, each.application.number, each.slot) for each in found]
    form = hearings_form(rows)
    if form.accepted():
        try:
            service.plan_hearings(db(), actor(), panel, form.asked(rows), form.seen.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The hearings are saved. Who has another slot got a message."))
            return redirect(url_for(".hearings", public_id=panel.call.public_id), code=303)
    elif form.errors:
        asked, unread = form.asked(rows), set(form.errors)
        wrong = service.unfit_hearings(db(), panel.call, found, asked, actor().now)
        form.show(RefusedError([each for each in wrong if each.place not in unread]))
    return _page(panel, form)


@bp.get("/aanvragen/<public_id>/hoorzitting.ics")
@permit(Action.READ_APPLICATION, load=applications.application)
def hearing_of_applicants(record: Application) -> ResponseReturnValue:
    page = url_for(".asked", public_id=record.public_id, _external=True)
    return _calendar(record, page)


@bp.get("/jury/<public_id>/hoorzitting.ics")
@permit(Action.SCORE, load=queries.heard_by)
def hearing_of_juror(review: Review) -> ResponseReturnValue:
    page = url_for(".review", public_id=review.public_id, _external=True)
    return _calendar(review.application, page)


def _calendar(record: Application, page: str) -> ResponseReturnValue:
    planned = queries.planned(db(), record)
    if planned is None:
        abort(404)
    made = exports.hearing_calendar(planned, page)
    return download(made, f"hoorzitting-{record.number}.ics")


def _page(panel: queries.Panel, typed: HearingsForm | None = None) -> ResponseReturnValue:
    found = queries.hearings(db(), panel.call.id, actor().id)
    rows = [(each.key, each.application.number, each.slot) for each in found]
    form = typed or hearings_form(rows)
    form.seen.data = rules.seen((each.key, each.slot) for each in found)
    page = render_template(
        "scoring/hearings.html",
        call=panel.call,
        panel=panel,
        call_url=address("calls.show", public_id=panel.call.public_id),
        files=found,
        form=form,
        typed=typed,
        closed=service.not_plannable(db(), panel.call),
    )
    return page, form.status
