"""The search of the header: everything that somebody may read, on one page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from subsidy.overview.forms import Search
from subsidy.overview.queries.search import found
from subsidy.overview.views.blueprint import bp
from subsidy.web.access import public, someone
from subsidy.web.forms import filters
from subsidy.web.session import db


@bp.get("/zoeken")
@public
def search() -> ResponseReturnValue:
    """Show no record that a policy protects but what this person may read."""
    form = filters(Search)
    text = form.to_input()
    groups = found(db(), someone(), text) if text else ()
    return render_template("overview/search.html", search=form, text=text, groups=groups)
