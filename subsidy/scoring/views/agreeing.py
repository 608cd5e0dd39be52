"""What a jury agrees before it scores: the first file and the terms, for who manages the jury."""

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications.models import Application
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain.agreements import Agreements
from subsidy.scoring.forms import AgreementsForm
from subsidy.scoring.models import JuryAgreements
from subsidy.scoring.views.blueprint import bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/oproepen/<public_id>/jury/afspraken", methods=["GET", "POST"])
@permit(Action.MANAGE_JURY, load=calls.call)
def agree(call: Call) -> ResponseReturnValue:
    files = queries.files(db(), call.id)
    form = _form(files, queries.agreements(db(), call.id))
    if form.accepted():
        try:
            service.agree(db(), actor(), call, _first(files, form), _terms(form))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The agreements of the jury are saved."))
            return redirect(url_for(".agree", public_id=call.public_id), code=303)
    return render_template("scoring/agree.html", call=call, form=form), form.status


def _form(files: Sequence[Application], kept: JuryAgreements | None) -> AgreementsForm:
    first = None if kept is None else kept.first
    form = filled(
        AgreementsForm,
        first="" if first is None else first.public_id,
        due_at=None if kept is None else kept.due_at,
        closes_at=None if kept is None else kept.closes_at,
    )
    form.offer((each.public_id, f"{each.number}, {each.title}") for each in files)
    return form


def _first(files: Sequence[Application], form: AgreementsForm) -> Application | None:
    return next((each for each in files if each.public_id == form.first.data), None)


def _terms(form: AgreementsForm) -> Agreements:
    return Agreements(None, form.due_at.data, form.closes_at.data)
