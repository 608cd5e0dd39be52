"""What can my municipality get? A page for everybody, without signing in."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from subsidy.core.clock import brussels_day
from subsidy.core.deadline import time_left
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain import Wanted, sort_name
from subsidy.organisations.models import Organisation
from subsidy.overview.forms import Town
from subsidy.overview.queries.chances import chances as chances_of
from subsidy.overview.views.blueprint import bp
from subsidy.web import clock
from subsidy.web.access import public
from subsidy.web.forms import filters
from subsidy.web.session import db

MOST = 20  # names to choose from


@bp.get("/wat-kan-mijn-gemeente")
@public
def chances() -> ResponseReturnValue:
    """Show no record that a policy protects."""
    form = filters(Town)
    typed, now = form.to_input(), clock.now()
    candidates = _named(typed)
    body = _chosen(typed, candidates)
    return render_template(
        "overview/chances.html",
        town=form,
        typed=typed,
        body=body,
        candidates=candidates,
        found=None if body is None else chances_of(db(), body, now),
        left=lambda deadline: time_left(deadline, now),
        now=now,
    )


def _named(typed: str) -> Sequence[Organisation]:
    """Return the municipalities of today whose name begins so, or has a word that does."""
    if not sort_name(typed):
        return ()
    wanted = Wanted(text=typed, active_on=brussels_day(clock.now()))
    return organisations.municipalities(db(), wanted, limit=MOST)


def _chosen(typed: str, candidates: Sequence[Organisation]) -> Organisation | None:
    """Return the one that is meant: the only one, or the one of exactly that name."""
    exact = [each for each in candidates if each.sort_name == sort_name(typed)]
    for found in (exact, candidates):
        if len(found) == 1:
            return found[0]
    return None
