"""Needs surveys: the list, one survey with its result, and the pages that change one."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from subsidy.budget import queries as budget
from subsidy.core.clock import is_open
from subsidy.core.errors import RefusedError, refuse, refuse_if
from subsidy.core.text import N_, Text
from subsidy.organisations.models import Organisation
from subsidy.planning import exports, queries, service
from subsidy.planning.domain.survey import SURVEY_LIFECYCLE, SurveyStatus, answerable
from subsidy.planning.forms import (
    ResultForm,
    SendForm,
    SurveyForm,
    WithholdForm,
    answer_form,
    question_rows,
)
from subsidy.planning.models import Survey
from subsidy.planning.views.blueprint import bp
from subsidy.policy import Action, allows
from subsidy.web import clock
from subsidy.web.access import actor, permit, public, someone
from subsidy.web.files import download
from subsidy.web.forms import filled, options
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get("/bevragingen")
@public
def surveys() -> ResponseReturnValue:
    found = queries.surveys(db(), someone())
    return render_template("planning/surveys.html", surveys=found, now=clock.now())


@bp.get("/bevragingen/<public_id>")
@permit(Action.READ_SURVEY, load=queries.survey, visitors=True)
def survey(found: Survey) -> ResponseReturnValue:
    asking = someone()
    published = found.status is SurveyStatus.PUBLISHED
    own = None
    if asking is not None and allows(asking, Action.ANSWER_SURVEY, found):
        own = queries.own_answer(db(), found.id, asking.organisation_id)
    return render_template(
        "planning/survey.html",
        survey=found,
        own=own,
        open=_is_open(found),
        over=found.closes_at <= clock.now(),
        answered=queries.answered(db(), found.id) if found.is_public else 0,
        results=queries.result(db(), found) if published else (),
        quartiles=exports.QUARTILES,
        actions=SURVEY_LIFECYCLE.actions(found.status),
    )


def _is_open(found: Survey) -> bool:
    issued = found.status is SurveyStatus.ISSUED
    return issued and is_open(found.opens_at, found.closes_at, clock.now())


@bp.get("/bevragingen/<public_id>/resultaat.xlsx")
@permit(Action.READ_SURVEY, load=queries.published_survey, visitors=True)
def survey_workbook(found: Survey) -> ResponseReturnValue:
    answered, result = queries.answered(db(), found.id), queries.result(db(), found)
    made = exports.survey_workbook(found, answered, result, clock.now())
    return download(made, f"bevraging-{found.title}.xlsx")


# For the agency -----------------------------------------------------------------------------------


@bp.route("/bevragingen/nieuw", methods=["GET", "POST"])
@permit(Action.WRITE_SURVEY)
def create_survey() -> ResponseReturnValue:
    lines = {line.public_id: line for line in budget.lines(db())}
    form = _form(version="0", questions=question_rows(()))
    if form.accepted():
        try:
            line = lines[form.line.data or ""]
            made = service.create_survey(db(), actor(), line, form.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The survey is saved. Nobody but the agency sees it yet."))
            return _back(made)
    return render_template("planning/create_survey.html", form=form), form.status


def _form(record: Survey | None = None, **more: Any) -> SurveyForm:  # noqa: ANN401 - values of fields
    form = filled(SurveyForm, record, **more)
    choices = ((line.public_id, line.name) for line in budget.lines(db()))
    form.line.choices = options(("", N_("Choose")), *choices)
    return form


@bp.route("/bevragingen/<public_id>/wijzig", methods=["GET", "POST"])
@permit(Action.WRITE_SURVEY, load=queries.survey)
def change_survey(found: Survey) -> ResponseReturnValue:
    """Change all but the line: the needs are those of that line."""
    if found.is_public:
        raise refuse(Text("This survey is sent already. Its questions cannot change any more."))
    form = _form(found, line=found.line.public_id, questions=question_rows(found.questions))
    form.line.choices = options((found.line.public_id, found.line.name))
    if form.accepted():
        try:
            service.change_survey(db(), actor(), found, form.to_input(), form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The survey is saved. Nobody but the agency sees it yet."))
            return _back(found)
    return render_template("planning/change_survey.html", survey=found, form=form), form.status


@bp.route("/bevragingen/<public_id>/verstuur", methods=["GET", "POST"])
@permit(Action.ISSUE_SURVEY, load=queries.survey)
def issue_survey(found: Survey) -> ResponseReturnValue:
    form = filled(SendForm)
    if form.accepted():
        try:
            service.issue_survey(db(), actor(), found)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Local authorities can read the survey."))
            return _back(found)
    return render_template("planning/issue_survey.html", survey=found, form=form), form.status


@bp.route("/bevragingen/<public_id>/resultaat", methods=["GET", "POST"])
@permit(Action.PUBLISH_SURVEY, load=queries.survey)
def publish_survey(found: Survey) -> ResponseReturnValue:
    """Show the agency the result as everybody will see it, once nobody can answer any more."""
    form = filled(ResultForm, found)
    if form.accepted():
        try:
            service.publish_result(db(), actor(), found, (form.conclusion.data or "").strip())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Everybody can read the result."))
            return _back(found)
    over = found.is_public and found.closes_at <= clock.now()
    page = render_template(
        "planning/publish_survey.html",
        survey=found,
        form=form,
        over=over,
        results=queries.result(db(), found) if over else (),
        quartiles=exports.QUARTILES,
    )
    return page, form.status


@bp.route("/bevragingen/<public_id>/teksten", methods=["GET", "POST"])
@permit(Action.PUBLISH_SURVEY, load=queries.survey)
def withhold_texts(found: Survey) -> ResponseReturnValue:
    """Let the agency leave out texts that name a person; who wrote one is not shown here either."""
    refuse_if(service.not_over(found, clock.now()))
    texts = queries.all_texts(db(), found)
    form = filled(WithholdForm, texts=list(found.withheld), version=str(found.version))
    form.texts.choices = options(*texts.items())
    if form.accepted():
        chosen = [key for key in texts if key in (form.texts.data or ())]
        reason = (form.reason.data or "").strip()
        try:
            service.withhold_texts(db(), actor(), found, chosen, reason, form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The result shows what is left out, and why."))
            return _back(found)
    page = render_template(
        "planning/withhold_texts.html", survey=found, form=form, texts=texts, known=found.withheld
    )
    return page, form.status


def _back(found: Survey) -> Response:
    return redirect(url_for(".survey", public_id=found.public_id), code=303)


# For local authorities ----------------------------------------------------------------------------


@bp.route("/bevragingen/<public_id>/antwoord", methods=["GET", "POST"])
@permit(Action.ANSWER_SURVEY, load=queries.survey)
def answer_survey(found: Survey) -> ResponseReturnValue:
    refuse_if(answerable(found.status, found.opens_at, found.closes_at, clock.now()))
    organisation = db().get_one(Organisation, actor().organisation_id)
    own = queries.own_answer(db(), found.id, organisation.id)
    known = {} if own is None else own.answers
    version = "0" if own is None else str(own.version)
    form = filled(answer_form(found.questions), **known, version=version)
    if form.accepted():
        try:
            service.answer_survey(
                db(), actor(), found, organisation, form.to_input(), form.version.number
            )
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your answer is saved. You can change it until the end."))
            return _back(found)
    page = render_template(
        "planning/answer_survey.html", survey=found, organisation=organisation, form=form
    )
    return page, form.status
