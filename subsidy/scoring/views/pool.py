"""The pool of jurors for the agency: who knows what, and how much each can take."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.organisations.domain import REGIONS
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain.expertise import AREAS
from subsidy.scoring.forms import ProfileForm
from subsidy.scoring.queries import InPool
from subsidy.scoring.views.blueprint import bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get("/juryleden")
@permit(Action.READ_POOL)
def pool() -> ResponseReturnValue:
    return render_template("scoring/pool.html", people=queries.pool(db()), areas=AREAS)


@bp.route("/juryleden/<public_id>", methods=["GET", "POST"])
@permit(Action.WRITE_POOL, load=queries.in_pool)
def profile(found: InPool) -> ResponseReturnValue:
    form = filled(ProfileForm, found.profile, version=found.row.version if found.row else 0)
    form.offer(REGIONS)
    if form.accepted():
        try:
            service.save_profile(db(), actor(), found, form.to_input(), form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The profile of %(name)s is saved.", name=found.person.name))
            return redirect(url_for(".pool"), code=303)
    return render_template("scoring/profile.html", found=found, form=form), form.status
