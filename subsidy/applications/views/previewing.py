"""The questions of a call as applicants will see them, for the officer who writes them.

Nothing is stored. Only the questions on which others wait can be answered, in the address: so the
officer sees which questions each answer opens.
"""

from collections.abc import Collection

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from subsidy.applications.forms import QuestionsForm, answers_of_form, questions_form
from subsidy.applications.views.frame import bp
from subsidy.calls import queries as calls
from subsidy.calls.domain.questions import Form, read_draft, shown
from subsidy.calls.models import Call
from subsidy.core.clock import brussels_day
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filters


@bp.get("/oproepen/<public_id>/voorbeeld-van-het-formulier")
@permit(Action.EDIT_CALL, load=calls.call)
def preview(call: Call) -> ResponseReturnValue:
    terms = read_draft(call.draft.get("formulier", {}))[0]
    form = filters(questions_form(terms.questions, {}, brussels_day(actor().now)))
    deciding = _deciding(terms)
    _close(form, deciding)
    asked = shown(terms, answers_of_form(form, terms.questions))
    return render_template(
        "applications/preview.html",
        call=call,
        form=form,
        asked=asked,
        deciding=deciding,
        waiting=len(terms.questions) - len(asked),
        back=url_for("calls.form", public_id=call.public_id),
    )


def _deciding(terms: Form) -> frozenset[str]:
    """Return the questions on whose answer another question waits."""
    return frozenset(each.show_if.question for each in terms.questions if each.show_if)


def _close(form: QuestionsForm, deciding: Collection[str]) -> None:
    """Let nothing be typed in the fields that open no other question."""
    open_fields = {id(field) for key in deciding for field in form.group(key)}
    for field in form:
        if id(field) not in open_fields:
            _disable(field)


def _disable(field: Field) -> None:
    field.render_kw = {**(field.render_kw or {}), "disabled": "disabled"}
