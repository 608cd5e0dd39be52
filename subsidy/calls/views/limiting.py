"""The page on which an officer says from where on the editor must warn."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.budget import queries as budget
from subsidy.calls import forms, queries, service
from subsidy.calls.domain.regulation import Limits
from subsidy.calls.views.blueprint import bp
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/grenzen", methods=["GET", "POST"])
@permit(Action.SET_LIMITS)
def limits() -> ResponseReturnValue:
    lines = {line.public_id: line for line in budget.lines(db())}
    known = queries.limits(db())
    now = {key: known.get(line.id, Limits()) for key, line in lines.items()}
    names = {key: line.name for key, line in lines.items()}
    form = filled(forms.limits_form(names), **forms.limits_values(now))
    if form.accepted():
        chosen = {line: forms.limits_of(form, key) for key, line in lines.items()}
        service.set_limits(db(), actor(), chosen)
        tell(Text("The limits are saved."))
        return redirect(url_for(".manage"), code=303)
    fields = [
        (names[key], form[forms.most_calls(key)], form[forms.shortest_days(key)]) for key in lines
    ]
    return render_template("calls/limits.html", form=form, lines=fields), form.status
