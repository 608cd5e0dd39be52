"""The pool of jurors: who knows what, and how much each can take; kept by agency and juror."""

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
    said = Text("The profile of %(name)s is saved.", name=found.person.name)
    return _profile(found, url_for(".pool"), said)


@bp.route("/jury/profiel", methods=["GET", "POST"])
@permit(Action.WRITE_OWN_PROFILE)
def own_profile() -> ResponseReturnValue:
    """Show a juror the own profile; the employer stays as the agency recorded it."""
    found = queries.own_place(db(), actor().id)
    return _profile(found, url_for(".index"), Text("Your profile is saved."))


def _profile(found: InPool, back: str, said: Text) -> ResponseReturnValue:
    form = filled(ProfileForm, found.profile, version=found.row.version if found.row else 0)
    form.offer(REGIONS)
    if form.accepted():
        try:
            service.save_profile(db(), actor(), found, form.to_input(), form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(said)
            return redirect(back, code=303)
    own = found.person.id == actor().id
    page = render_template("scoring/profile.html", found=found, form=form, back=back, own=own)
    return page, form.status
