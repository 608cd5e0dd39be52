"""Pages of the round of questions: what a juror proposes, what the chair sends, what comes back."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries as applications
from subsidy.applications.models import Application
from subsidy.core.errors import RefusedError, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action, allows
from subsidy.scoring import queries, service
from subsidy.scoring.domain import clarifying
from subsidy.scoring.domain.clarifying import Clarification, Longer, Sending
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.forms import (
    AnswersForm,
    LengthenForm,
    ProposeForm,
    SendQuestionsForm,
    TakeBackForm,
    WithdrawRoundForm,
    WordingsForm,
    answers_form,
    answers_kept,
    wordings_form,
)
from subsidy.scoring.models import Review
from subsidy.scoring.views.blueprint import address, bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

# The juror ----------------------------------------------------------------------------------------


@bp.route("/jury/<public_id>/vragen", methods=["GET", "POST"])
@permit(Action.PROPOSE_QUESTION, load=queries.review)
def propose_question(review: Review) -> ResponseReturnValue:
    """Take a question for the applicant, after the declaration; the chair decides what is sent."""
    if review.status is ReviewStatus.ASSIGNED:
        if request.method == "POST":
            raise refuse(clarifying.UNDECLARED)
        return redirect(url_for(".declare", public_id=review.public_id), code=303)
    form = filled(ProposeForm)
    if form.accepted():
        try:
            service.propose_question(db(), actor(), review, form.question.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your question is kept. The chair decides which questions are sent."))
            return redirect(url_for(".propose_question", public_id=review.public_id), code=303)
    return _proposing(review, form)


@bp.post("/jury/<public_id>/vragen/terug")
@permit(Action.PROPOSE_QUESTION, load=queries.review)
def take_back_question(review: Review) -> ResponseReturnValue:
    """Take an own proposal back, as long as the chair did not send the round."""
    if review.status is ReviewStatus.ASSIGNED:
        raise refuse(clarifying.UNDECLARED)
    form = filled(TakeBackForm)
    if form.accepted():
        try:
            service.take_back_question(db(), actor(), review, form.question.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("You took your question back."))
            return redirect(url_for(".propose_question", public_id=review.public_id), code=303)
    return _proposing(review, filled(ProposeForm), form)


def _proposing(
    review: Review, form: ProposeForm, taking_back: TakeBackForm | None = None
) -> ResponseReturnValue:
    rows = queries.proposed_for(db(), review, queries.others(db(), review))
    page = render_template(
        "scoring/propose_question.html",
        review=review,
        form=form,
        taking_back=taking_back,
        closed=service.not_proposable(db(), review.application.call),
        own=[row.said for row in rows if row.juror_id == review.juror_id],
        others=[row.said for row in rows if row.juror_id != review.juror_id],
        most=clarifying.MOST_PROPOSALS,
        **asked_beside(review),
    )
    return page, (taking_back or form).status


def asked_beside(review: Review) -> dict[str, object]:
    """Return what a juror reads beside a file; nothing is looked up before the term ended."""
    sent = review.juror.asked
    over = sent is not None and sent.term.is_over(actor().now)
    found = queries.clarification(db(), review.application) if over else Clarification()
    slot = None if review.hearing is None else review.hearing.slot
    return {"clarification": found, "hearing": slot}


# The chair ----------------------------------------------------------------------------------------


@bp.get("/oproepen/<public_id>/jury/vragen")
@permit(Action.READ_PANEL, load=queries.panel)
def questions(panel: queries.Panel) -> ResponseReturnValue:
    return _page(panel)


@bp.post("/oproepen/<public_id>/jury/vragen")
@permit(Action.ASK_APPLICANTS, load=queries.panel)
def word_questions(panel: queries.Panel) -> ResponseReturnValue:
    proposals = queries.gathered(db(), panel.call.id, actor().id).proposals
    form = filled(wordings_form(proposals))
    if form.accepted():
        try:
            wanted, mark = form.reworded(proposals), form.seen.data or ""
            service.word_questions(db(), actor(), panel, wanted, mark)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The questions are saved. Nobody got them yet."))
            return redirect(url_for(".questions", public_id=panel.call.public_id), code=303)
    return _page(panel, wording=form)


@bp.post("/oproepen/<public_id>/jury/vragen/verstuur")
@permit(Action.ASK_APPLICANTS, load=queries.panel)
def send_questions(panel: queries.Panel) -> ResponseReturnValue:
    form = filled(SendQuestionsForm)
    if form.accepted():
        try:
            sending = Sending(form.due_at.data, sure=bool(form.sure.data))
            service.send_questions(db(), actor(), panel, sending, form.seen.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The questions are sent to the applicants, all with the same term."))
            return redirect(url_for(".questions", public_id=panel.call.public_id), code=303)
    return _page(panel, sending=form)


@bp.post("/oproepen/<public_id>/jury/vragen/verleng")
@permit(Action.ASK_APPLICANTS, load=queries.panel)
def lengthen_round(panel: queries.Panel) -> ResponseReturnValue:
    form = filled(LengthenForm)
    if form.accepted():
        try:
            longer = Longer(form.due_at.data, form.reason.data or "")
            service.lengthen_round(db(), actor(), panel, longer)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("All applicants have the longer term. They got a message."))
            return redirect(url_for(".questions", public_id=panel.call.public_id), code=303)
    return _page(panel, lengthening=form)


@bp.post("/oproepen/<public_id>/jury/vragen/trek-in")
@permit(Action.ASK_APPLICANTS, load=queries.panel)
def withdraw_round(panel: queries.Panel) -> ResponseReturnValue:
    form = filled(WithdrawRoundForm)
    if form.accepted():
        try:
            service.withdraw_round(db(), actor(), panel, form.why.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The questions are withdrawn. The applicants got a message."))
            return redirect(url_for(".questions", public_id=panel.call.public_id), code=303)
    return _page(panel, withdrawing=form)


def _page(
    panel: queries.Panel,
    wording: WordingsForm | None = None,
    sending: SendQuestionsForm | None = None,
    lengthening: LengthenForm | None = None,
    withdrawing: WithdrawRoundForm | None = None,
) -> ResponseReturnValue:
    found = queries.gathered(db(), panel.call.id, actor().id)
    mark, now = clarifying.seen(found.proposals), actor().now
    kept = queries.clarification_round(db(), panel.call.id)
    wording_form = wording or wordings_form(found.proposals)()
    sending_form = sending or SendQuestionsForm()
    wording_form.seen.data = sending_form.seen.data = mark
    refused = wording or sending or lengthening or withdrawing
    page = render_template(
        "scoring/questions.html",
        call=panel.call,
        panel=panel,
        call_url=address("calls.show", public_id=panel.call.public_id),
        files=found.shown,
        term=None if kept is None else kept.term,
        lengthened="" if kept is None else kept.lengthened,
        runs=kept is not None and kept.term.is_running(now),
        answered=kept is not None and kept.term.is_over(now),
        closed=service.not_proposable(db(), panel.call),
        form=refused,
        wording=wording_form,
        sending=sending_form,
        lengthening=lengthening or LengthenForm(),
        withdrawing=withdrawing or WithdrawRoundForm(),
        latest=None if kept is None else kept.term.sent_at + clarifying.LONGEST,
        first=now + clarifying.SHORTEST,
        last=now + clarifying.LONGEST,
    )
    return page, 200 if refused is None else refused.status


# The applicant ------------------------------------------------------------------------------------


@bp.route("/aanvragen/<public_id>/vragen-jury", methods=["GET"])
@permit(Action.READ_APPLICATION, load=applications.application)
def asked(record: Application) -> ResponseReturnValue:
    return _asked(record)


@bp.post("/aanvragen/<public_id>/vragen-jury")
@permit(Action.ANSWER_JURY, load=applications.application)
def answer_questions(record: Application) -> ResponseReturnValue:
    """Keep the answers that arrive within the term."""
    found = queries.clarification(db(), record)
    refuse_if(clarifying.not_answerable(found, actor().now) if not found.is_asked() else ())
    form = filled(answers_form(found.asked), **answers_kept(found))
    if form.accepted():
        try:
            answering = service.Answering(form.answers(found.asked), form.read_version)
            service.answer_questions(db(), actor(), record, answering)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your answers are saved. You can still change them until the term ends."))
            return redirect(url_for(".asked", public_id=record.public_id), code=303)
    return _asked(record, form)


def _asked(record: Application, typed: AnswersForm | None = None) -> ResponseReturnValue:
    """Show a partner its own answers at once, others only what the term has closed."""
    whole, now = queries.clarification(db(), record), actor().now
    ours = actor().may(record.partner_ids, file_id=record.public_id)
    found = whole if ours else whole.read_by_others(now)
    answers = ours and allows(actor(), Action.ANSWER_JURY, record)
    form = typed or filled(answers_form(found.asked), **answers_kept(found))
    page = render_template(
        "scoring/asked.html",
        application=record,
        back_url=address("applications.show", public_id=record.public_id),
        clarification=found,
        hearing=queries.hearing(db(), record),
        form=form if answers and found.asked else None,
        conflict=form.conflict,
        closed=clarifying.not_answerable(found, now) if found.asked else (),
    )
    return page, form.status
