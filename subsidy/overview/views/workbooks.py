"""The workbooks that span all slices: allocation overview and continuity plans."""

from flask import render_template
from flask.typing import ResponseReturnValue

from subsidy.budget import queries as budget
from subsidy.budget.models import Line
from subsidy.overview.exports import allocation_overview, continuity_plans
from subsidy.overview.views.blueprint import bp
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import permit
from subsidy.web.files import download
from subsidy.web.session import db


@bp.get("/overzichten")
@permit(Action.EXPORT_PROGRAMME)
def exports() -> ResponseReturnValue:
    positions = budget.positions(db())
    return render_template("overview/exports.html", positions=tuple(positions.values()))


@bp.get("/overzichten/toewijzing/<public_id>.xlsx")
@permit(Action.EXPORT_PROGRAMME, load=budget.line)
def allocation_workbook(line: Line) -> ResponseReturnValue:
    name = f"toewijzingsoverzicht-{line.name}.xlsx"
    return download(allocation_overview(db(), line, clock.now()), name)


@bp.get("/overzichten/continuiteitsplannen.xlsx")
@permit(Action.EXPORT_PROGRAMME)
def continuity_workbook() -> ResponseReturnValue:
    made = continuity_plans(db(), budget.lines(db()), clock.now())
    return download(made, "continuiteitsplannen.xlsx")
