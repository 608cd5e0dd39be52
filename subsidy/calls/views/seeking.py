"""Looking for partners for a call: what an organisation publishes of it itself."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.calls import forms, queries, service
from subsidy.calls.domain.amending import unchangeable
from subsidy.calls.models import Call
from subsidy.calls.views.blueprint import bp
from subsidy.core.errors import RefusedError, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/<public_id>/zoek-partners", methods=["GET", "POST"])
@permit(Action.SEEK_PARTNERS, load=queries.call)
def seek(call: Call) -> ResponseReturnValue:
    refuse_if(unchangeable(call.closes_at, clock.now(), public=call.is_public))
    own = queries.wish(db(), call, actor().organisation_id)
    form = filled(forms.WishForm, own)
    if form.accepted():
        try:
            service.seek(db(), actor(), call, form.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Everybody can read that you look for partners."))
            return redirect(url_for(".show", public_id=call.public_id), code=303)
    return render_template("calls/seek.html", call=call, form=form, own=own), form.status


@bp.post("/<public_id>/zoek-geen-partners")
@permit(Action.SEEK_PARTNERS, load=queries.call)
def stop_seeking(call: Call) -> ResponseReturnValue:
    service.stop_seeking(db(), actor(), call)
    tell(Text("Nobody reads any more that you look for partners."))
    return redirect(url_for(".show", public_id=call.public_id), code=303)
