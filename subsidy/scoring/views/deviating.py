"""Pages of deviations from the selection: proposed, confirmed by a second person, or dropped."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.forms import ConfirmDeviationForm, DeviationForm, DropDeviationForm
from subsidy.scoring.models import SelectionDeviation
from subsidy.scoring.views.blueprint import bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/oproepen/<public_id>/rangschikking/afwijking", methods=["GET", "POST"])
@permit(Action.PROPOSE_DEVIATION, load=calls.call)
def deviate(call: Call) -> ResponseReturnValue:
    run = queries.latest_run(db(), call.id)
    form = filled(DeviationForm)
    form.offer(service.rows_of(run) if run is not None else ())
    if form.accepted():
        try:
            made = service.propose_deviation(db(), actor(), call, _typed(form))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The deviation is proposed. A second person confirms it."))
            return redirect(url_for(".deviation", public_id=made.public_id), code=303)
    reason = service.no_deviation(db(), call, run)
    page = render_template("scoring/deviate.html", call=call, form=form, reason=reason)
    return page, form.status


def _typed(form: DeviationForm) -> service.NewDeviation:
    return service.NewDeviation(
        application=form.application.data or "",
        amount=form.amount.data or Money(0),
        reason=(form.reason.data or "").replace("\r\n", "\n"),
    )


@bp.get("/afwijkingen/<public_id>")
@permit(Action.READ_DEVIATION, load=queries.deviation)
def deviation(found: SelectionDeviation) -> ResponseReturnValue:
    return _page(found, ConfirmDeviationForm(), DropDeviationForm())


@bp.post("/afwijkingen/<public_id>/bevestig")
@permit(Action.CONFIRM_DEVIATION, load=queries.deviation)
def confirm_deviation(found: SelectionDeviation) -> ResponseReturnValue:
    form = filled(ConfirmDeviationForm)
    call = _call(found)
    if form.accepted():
        try:
            service.confirm_deviation(db(), actor(), call, found)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The deviation counts. Decisions that were prepared before do not any more."))
            return _to_the_ranking(call)
    return _page(found, form, DropDeviationForm()), form.status


@bp.post("/afwijkingen/<public_id>/laat-vallen")
@permit(Action.DROP_DEVIATION, load=queries.deviation)
def drop_deviation(found: SelectionDeviation) -> ResponseReturnValue:
    form = filled(DropDeviationForm)
    if form.accepted():
        try:
            service.drop_deviation(db(), actor(), found, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The deviation is dropped. The selection counts for this application."))
            return _to_the_ranking(_call(found))
    return _page(found, ConfirmDeviationForm(), form), form.status


def _to_the_ranking(call: Call) -> ResponseReturnValue:
    return redirect(url_for(".ranking", public_id=call.public_id), code=303)


def _call(found: SelectionDeviation) -> Call:
    call = queries.call_of(db(), found.run.call_id)
    if call is None:  # a selection is always of a call
        raise LookupError(found.run.call_id)
    return call


def _page(
    found: SelectionDeviation, confirming: ConfirmDeviationForm, dropping: DropDeviationForm
) -> str:
    number = found.application.number
    rows = service.rows_of(found.run)
    call = _call(found)
    return render_template(
        "scoring/deviation.html",
        found=found,
        call=call,
        missed=service.minimums_missed(db(), call, found),
        selected=next(row for row in rows if row.number == number),
        confirming=confirming,
        dropping=dropping,
    )
