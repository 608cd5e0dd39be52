"""A second person lets a change of a call come into force; stands here to tell who has a file."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import service
from subsidy.applications.views.frame import bp
from subsidy.calls import queries
from subsidy.calls.domain.regulation import worded
from subsidy.calls.models import Amendment
from subsidy.calls.views.notices import write_notices
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import BaseForm, filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/oproepen/wijzigingen/<public_id>/keur-goed", methods=["GET", "POST"])
@permit(Action.APPROVE_CHANGE, load=queries.amendment)
def approve_change(record: Amendment) -> ResponseReturnValue:
    form = filled(BaseForm)
    if form.accepted():
        try:
            version = service.approve_change(db(), actor(), record)
        except RefusedError as refused:
            form.show(refused)
        else:
            write_notices()
            tell(Text("Version %(number)s holds from now on.", number=version.number))
            return redirect(url_for("calls.show", public_id=record.call.public_id), code=303)
    page = render_template(
        "applications/approve_change.html",
        change=record,
        call=record.call,
        form=form,
        differences=worded(record.before, record.regulation),
    )
    return page, form.status
