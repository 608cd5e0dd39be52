"""The questions of the call: the ones that show, given what is answered."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from subsidy.applications import queries, service
from subsidy.applications.domain.form import Key
from subsidy.applications.forms import (
    QuestionsForm,
    answers_of_form,
    field_name,
    question_values,
    questions_form,
)
from subsidy.applications.models import Application, Section
from subsidy.applications.views.attaching import by_question
from subsidy.applications.views.frame import AT, bp, load, moved_in, page, stored_section
from subsidy.applications.views.unasked import done, is_unasked
from subsidy.calls.domain.questions import Answers, Form, shown
from subsidy.core.clock import brussels_day
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.text import Text, plural
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, sent
from subsidy.web.session import db
from subsidy.web.templating import tell

FIELD = field_name("")
ON_SCREEN = "gevraagd"  # the keys of the questions that stood there: a part saves itself meanwhile


@bp.route(f"{AT}/vragen", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def questions(record: Application) -> ResponseReturnValue:
    terms = queries.regulation(record).form
    if not terms:
        abort(404)
    stored = stored_section(queries.with_sections(db(), record), Key.QUESTIONS)
    answers = stored.answers if stored else {}
    asked = shown(terms, answers)
    form = filled(
        questions_form(asked, answers, brussels_day(actor().now)),
        version=stored.version if stored else 0,
        **question_values(asked, answers),
    )
    strays = _strays(form, terms, answers)
    if form.accepted() and not _refused(form, strays):
        typed = answers_of_form(form, asked)
        try:
            saved = service.save_answers(db(), actor(), record, typed, form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            return _after(record, terms, answers, saved)
    return page(
        "questions",
        record,
        code=form.status,
        form=form,
        conflict=form.conflict,
        asked=asked,
        key=Key.QUESTIONS,
        part=Key.QUESTIONS,
        waiting=len(terms.questions) - len(asked),
        moved=moved_in(record),
        strays=strays,
        enclosed=by_question(record, asked),
    )


def _refused(form: QuestionsForm, strays: list[tuple[str, str]]) -> bool:
    """Show on top of the form that the questions are others than those on the screen."""
    if strays:
        text = Text("The questions changed while you wrote. Copy what you want to keep.")
        form.show(RefusedError([Refusal(text)]))
    return bool(strays)


def _strays(form: QuestionsForm, terms: Form, answers: Answers) -> list[tuple[str, str]]:
    """Return what was typed in questions that are not asked any more: it must not be lost.

    What stands in the answers is not lost: the form saved it by itself before the question went.
    """
    if request.method != "POST":
        return []
    gone = [name for name in request.form if name.startswith(FIELD) and name not in form]
    typed = [(name, request.form[name]) for name in gone if request.form[name].strip()]
    return [pair for pair in typed if pair not in _kept(terms, answers)] if typed else []


def _kept(terms: Form, answers: Answers) -> set[tuple[str, str]]:
    """Return the name and the text of every field, as a form with all questions shows them."""
    every = questions_form(terms.questions, answers, brussels_day(actor().now))
    fields = every(**question_values(terms.questions, answers))
    return {(field.name, text) for field in fields for text in _texts(field)}


def _texts(field: Field) -> list[str]:
    if hasattr(field, "_value"):
        text = field._value()  # noqa: SLF001 - what stands in the field
        return [text, text.replace("\n", "\r\n")]
    chosen = field.data if isinstance(field.data, list) else [field.data]
    return [str(each) for each in chosen]


def _after(
    record: Application, terms: Form, before: Answers, saved: Section
) -> ResponseReturnValue:
    """Stay on the page when an answer opened more questions, and say so."""
    known = set(sent(ON_SCREEN).split()) or {question.key for question in shown(terms, before)}
    more = [each for each in shown(terms, saved.answers) if each.key not in known]
    if more and not is_unasked():
        tell(
            plural(
                "Saved. Your answer opens %(n)s question more.",
                "Saved. Your answers open %(n)s questions more.",
                len(more),
            )
        )
        here = url_for(".questions", public_id=record.public_id)
        return redirect(f"{here}#question-{more[0].key}", code=303)
    if more:
        said = Text("Your answer opens more questions. Press Save to see them.")
        return done(record, Key.QUESTIONS, said, "")
    said = Text("Saved: %(part)s, %(at)s.", part=Key.QUESTIONS.label, at=saved.saved_at)
    return done(record, Key.QUESTIONS, said, url_for(".show", public_id=record.public_id))
