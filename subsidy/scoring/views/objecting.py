"""What the lead of a file holds against whoever would judge it; the jury itself stays sealed."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries as applications
from subsidy.applications.models import Application
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain import objecting
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.forms import ObjectionForm
from subsidy.scoring.views.blueprint import address, bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/aanvragen/<public_id>/bezwaar-jury", methods=["GET", "POST"])
@permit(Action.OBJECT_TO_JURY, load=applications.application)
def object_to(record: Application) -> ResponseReturnValue:
    """Take an objection; the answer is the same whether anybody in the jury is meant."""
    form = filled(ObjectionForm)
    if form.accepted():
        try:
            service.object_to(db(), actor(), record, _said(form))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your objection is kept. The chair of the jury reads it."))
            return redirect(url_for(".object_to", public_id=record.public_id), code=303)
    closes_at = record.call.closes_at
    page = render_template(
        "scoring/object_to.html",
        application=record,
        back_url=address("applications.show", public_id=record.public_id),
        until=None if closes_at is None else closes_at + objecting.LASTS,
        earlier=queries.objections(db(), [record.id]),
        most=objecting.MOST_OBJECTIONS,
        form=form,
    )
    return page, form.status


def _said(form: ObjectionForm) -> objecting.Objection:
    reason = (form.reason.data or "").replace("\r\n", "\n")
    return objecting.Objection(ConflictKind(form.kind.data), form.against.data or "", reason)
