"""What a line says of the time after its money: for everybody, for its author, for a colleague."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from subsidy.budget import queries as budget
from subsidy.budget.models import Line, LineStatement
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.planning import queries, service
from subsidy.planning.forms import ConfirmForm, StatementForm
from subsidy.planning.views.blueprint import bp
from subsidy.policy import Action
from subsidy.web.access import actor, permit, public
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get("/na-de-subsidie")
@public
def statements() -> ResponseReturnValue:
    lines = budget.lines(db())
    said = queries.said(db(), [line.id for line in lines])
    rows = [(line, said[line.id].published) for line in lines]
    return render_template("planning/statements.html", rows=rows)


@bp.get("/programma/lijn/<public_id>/na-de-subsidie")
@permit(Action.READ_STATEMENT, load=budget.line)
def statement(line: Line) -> ResponseReturnValue:
    said = queries.said(db(), [line.id])[line.id]
    return render_template("planning/statement.html", line=line, said=said)


@bp.route("/programma/lijn/<public_id>/na-de-subsidie/schrijf", methods=["GET", "POST"])
@permit(Action.WRITE_STATEMENT, load=budget.line)
def write_statement(line: Line) -> ResponseReturnValue:
    said = queries.said(db(), [line.id])[line.id]
    version = said.draft.version if said.draft is not None else 0
    form = filled(StatementForm, said.draft or said.published, version=str(version))
    if form.accepted():
        try:
            service.write_statement(
                db(),
                actor(),
                line,
                form.stays.data or "",
                form.expected.data or "",
                version=form.version.number,
            )
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The text is saved. A decision maker can publish it."))
            return _back(line)
    page = render_template("planning/write_statement.html", line=line, form=form)
    return page, form.status


@bp.route("/programma/lijn/<public_id>/na-de-subsidie/publiceer", methods=["GET", "POST"])
@permit(Action.PUBLISH_STATEMENT, load=queries.draft_of)
def publish_statement(draft: LineStatement) -> ResponseReturnValue:
    form = filled(ConfirmForm, version=str(draft.version))
    if form.accepted():
        try:
            service.publish_statement(db(), actor(), draft, form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The text is public. From now on this line can pay."))
            return _back(draft.line)
    page = render_template("planning/publish_statement.html", text=draft, form=form)
    return page, form.status


def _back(line: Line) -> Response:
    return redirect(url_for(".statement", public_id=line.public_id), code=303)
