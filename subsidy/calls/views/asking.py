"""Questions about a call: asked by whoever signed in, answered for everybody."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.calls import exports, forms, queries, service
from subsidy.calls.domain.amending import unchangeable
from subsidy.calls.domain.asking import ASKING
from subsidy.calls.models import Call, CallQuestion
from subsidy.calls.views.blueprint import bp
from subsidy.core.errors import RefusedError, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import actor, permit, someone
from subsidy.web.files import download
from subsidy.web.forms import filled
from subsidy.web.session import db, release
from subsidy.web.templating import tell


@bp.get("/<public_id>/vragen")
@permit(Action.READ_CALL, load=queries.call, visitors=True)
def questions(call: Call) -> ResponseReturnValue:
    return render_template(
        "calls/questions.html",
        call=call,
        questions=queries.questions(db(), someone(), call),
        changes={each.number: each for each in queries.amendments(db(), call) if each.is_public},
        open=not any(unchangeable(call.closes_at, clock.now(), public=call.is_public)),
    )


@bp.get("/<public_id>/vragen.xlsx")
@permit(Action.READ_CALL, load=queries.call, visitors=True)
def questions_workbook(call: Call) -> ResponseReturnValue:
    found = queries.questions(db(), someone(), call)
    release()
    name = f"vragen-{call.title}.xlsx"
    return download(exports.questions_workbook(call, found, clock.now()), name)


@bp.route("/<public_id>/stel-vraag", methods=["GET", "POST"])
@permit(Action.ASK_QUESTION, load=queries.call)
def ask(call: Call) -> ResponseReturnValue:
    refuse_if(unchangeable(call.closes_at, clock.now(), public=call.is_public))
    form = filled(forms.QuestionForm)
    if form.accepted():
        try:
            service.ask(db(), actor(), call, form.asked.data or "", private=form.private)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your question is asked. You get a message when it is answered."))
            return redirect(url_for(".questions", public_id=call.public_id), code=303)
    return render_template("calls/ask.html", call=call, form=form), form.status


@bp.route("/vragen/<public_id>/beantwoord", methods=["GET", "POST"])
@permit(Action.ANSWER_QUESTION, load=queries.question)
def answer(record: CallQuestion) -> ResponseReturnValue:
    if Action.ANSWER_QUESTION not in ASKING.actions(record.status):
        status = record.status.label
        raise refuse(Text("This is not possible any more: the status is “%(s)s”.", s=status))
    form = filled(forms.AnswerForm, wording=record.asked)
    if form.accepted():
        try:
            service.answer(db(), actor(), record, form.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Everybody can read the answer."))
            return redirect(url_for(".questions", public_id=record.call.public_id), code=303)
    page = render_template("calls/answer.html", question=record, call=record.call, form=form)
    return page, form.status
