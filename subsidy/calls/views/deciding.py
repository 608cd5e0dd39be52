"""The acts on a call that touch money or equality: propose, return, publish, withdraw."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.budget import queries as budget
from subsidy.calls import exports, forms, queries, service
from subsidy.calls.domain.regulation import Regulation, faults
from subsidy.calls.models import Call
from subsidy.calls.views.blueprint import bp
from subsidy.calls.views.concerned import concerned
from subsidy.calls.views.preparing import overlap_warnings
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/<public_id>/leg-voor", methods=["GET", "POST"])
@permit(Action.PROPOSE_CALL, load=queries.call)
def propose(call: Call) -> ResponseReturnValue:
    form = filled(forms.ConfirmForm)
    if form.accepted():
        try:
            service.propose(db(), actor(), call)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The call waits for a colleague, who publishes it."))
            return redirect(url_for(".show", public_id=call.public_id), code=303)
    return _page("calls/propose.html", call, form)


@bp.route("/<public_id>/publiceer", methods=["GET", "POST"])
@permit(Action.PUBLISH_CALL, load=queries.call)
def publish(call: Call) -> ResponseReturnValue:
    form = filled(forms.ConfirmForm)
    if form.accepted():
        try:
            service.publish(db(), actor(), call)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The call is published and its money is reserved."))
            return redirect(url_for(".show", public_id=call.public_id), code=303)
    return _page("calls/publish.html", call, form)


@bp.route("/<public_id>/stuur-terug", methods=["GET", "POST"])
@permit(Action.RETURN_CALL, load=queries.call)
def return_to_author(call: Call) -> ResponseReturnValue:
    form = filled(forms.ReasonForm)
    if form.accepted():
        try:
            service.return_to_author(db(), actor(), call, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The call is a draft again."))
            return redirect(url_for(".show", public_id=call.public_id), code=303)
    return _page("calls/return_to_author.html", call, form)


def _page(template: str, call: Call, form: forms.ConfirmForm | forms.ReasonForm) -> tuple[str, int]:
    regulation: Regulation | None = None if faults(call.draft) else exports.regulation_of(call)
    page = render_template(
        template,
        call=call,
        form=form,
        regulation=regulation,
        available=budget.available(db(), call.line_id),
        warnings=(
            *(each.text for each in concerned(call)),
            *overlap_warnings(call),
        ),
    )
    return page, form.status
