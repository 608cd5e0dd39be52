"""The register of subsidies: with it a rule sees that something would be paid twice."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.core.clock import brussels_day
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain import Wanted, taken_over
from subsidy.organisations.models import Succession
from subsidy.planning import exports, queries, service
from subsidy.planning.forms import GrantFilter, GrantForm, ReasonForm
from subsidy.planning.models import RegisteredGrant
from subsidy.planning.views.blueprint import bp
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import CHOOSE, filled, filters, options
from subsidy.web.paging import SIZE, Page, narrowing, page_number
from subsidy.web.session import db, release
from subsidy.web.templating import tell

LONGEST_SEARCH = 100


@bp.get("/subsidieregister")
@permit(Action.READ_GRANTS)
def grants() -> ResponseReturnValue:
    form = filters(GrantFilter)
    facts, text = organisations.successions(db()), _text(form)
    wanted = queries.asked(text, _today(), facts)
    total = queries.count_grants(db(), wanted)
    number = page_number(total)
    found = queries.grants(db(), wanted, offset=(number - 1) * SIZE, limit=SIZE)
    return render_template(
        "planning/grants.html",
        form=form,
        narrowed=bool(text),
        followed=_followed(found, facts),
        page=Page(found, number, total),
        workbook_url=url_for(".export_grants", **narrowing("tekst")),
    )


@bp.get("/subsidieregister.xlsx")
@permit(Action.READ_GRANTS)
def export_grants() -> ResponseReturnValue:
    facts = organisations.successions(db())
    wanted = queries.asked(_text(filters(GrantFilter)), _today(), facts)
    found = queries.grants(db(), wanted)
    release()
    made = exports.grants_workbook(found, _followed(found, facts), actor().now)
    return download(made, "subsidieregister.xlsx")


def _today() -> date:
    return brussels_day(actor().now)


def _followed(
    found: Sequence[RegisteredGrant], facts: Sequence[Succession]
) -> Mapping[str, Succession]:
    """Return, by NIS code, by which merger somebody else holds the subsidies of a municipality."""
    codes = {str(grant.organisation.nis) for grant in found}
    mergers = {code: taken_over(code, _today(), facts) for code in codes}
    return {code: merger for code, merger in mergers.items() if merger is not None}


def _text(form: GrantFilter) -> str:
    return (form.tekst.data or "").strip()[:LONGEST_SEARCH]


@bp.route("/subsidieregister/nieuw", methods=["GET", "POST"])
@permit(Action.WRITE_GRANT)
def add_grant() -> ResponseReturnValue:
    wanted = Wanted(active_on=_today())
    towns = {one.public_id: one for one in organisations.municipalities(db(), wanted)}
    form = filled(GrantForm)
    form.municipality.choices = options(
        ("", CHOOSE), *((key, one.name) for key, one in towns.items())
    )
    if form.accepted():
        try:
            service.add_grant(db(), actor(), towns[form.municipality.data or ""], form.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The subsidy is in the register."))
            return redirect(url_for(".grants"), code=303)
    return render_template("planning/add_grant.html", form=form), form.status


@bp.route("/subsidieregister/<public_id>/schrap", methods=["GET", "POST"])
@permit(Action.WRITE_GRANT, load=queries.grant)
def remove_grant(found: RegisteredGrant) -> ResponseReturnValue:
    form = filled(ReasonForm)
    if form.accepted():
        service.remove_grant(db(), actor(), found, form.reason.data or "")
        tell(Text("The subsidy is no longer in the register."))
        return redirect(url_for(".grants"), code=303)
    return render_template("planning/remove_grant.html", grant=found, form=form), form.status
