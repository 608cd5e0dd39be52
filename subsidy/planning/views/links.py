"""Linked undertakings: the agency keeps them, the rule of de minimis aid adds them up."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.planning import queries, service
from subsidy.planning.forms import LinkForm, ReasonForm
from subsidy.planning.models import UndertakingLink
from subsidy.planning.views.blueprint import bp
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import CHOOSE, filled, options
from subsidy.web.session import db
from subsidy.web.templating import tell

AT = "/verbonden-ondernemingen"


@bp.get(AT)
@permit(Action.READ_GRANTS)
def links() -> ResponseReturnValue:
    return render_template("planning/links.html", links=queries.links(db()))


@bp.route(f"{AT}/nieuw", methods=["GET", "POST"])
@permit(Action.WRITE_GRANT)
def add_link() -> ResponseReturnValue:
    known = {one.public_id: one for one in organisations.everybody(db())}
    form = filled(LinkForm)
    for field in (form.one, form.other):
        field.choices = options(("", CHOOSE), *((key, one.name) for key, one in known.items()))
    if form.accepted():
        both = known[form.one.data or ""], known[form.other.data or ""]
        try:
            service.add_link(db(), actor(), *both, (form.reason.data or "").strip())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Both organisations now count as one undertaking."))
            return redirect(url_for(".links"), code=303)
    return render_template("planning/add_link.html", form=form), form.status


@bp.route(f"{AT}/<public_id>/schrap", methods=["GET", "POST"])
@permit(Action.WRITE_GRANT, load=queries.link)
def remove_link(found: UndertakingLink) -> ResponseReturnValue:
    form = filled(ReasonForm)
    if form.accepted():
        service.remove_link(db(), actor(), found, form.reason.data or "")
        tell(Text("Both organisations count apart again."))
        return redirect(url_for(".links"), code=303)
    return render_template("planning/remove_link.html", link=found, form=form), form.status
