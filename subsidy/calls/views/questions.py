"""Where an officer writes the form of a call: its questions in order, and a page per question."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from subsidy.calls import forms, imports, queries, service
from subsidy.calls.domain.questions import (
    KINDS,
    Changed,
    Form,
    form_difference,
    form_warnings,
    read_draft,
)
from subsidy.calls.domain.questions.editing import (
    added,
    changed,
    extended,
    find,
    moved,
    questions_of,
    removed,
)
from subsidy.calls.models import Call
from subsidy.calls.views.blueprint import bp
from subsidy.calls.views.editing import PARTS, sent_version
from subsidy.calls.views.form_versions import saved_meanwhile
from subsidy.core.clock import brussels_day
from subsidy.core.errors import RefusedError, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import BaseForm, filled, sent
from subsidy.web.session import db
from subsidy.web.templating import tell

AT = "/<public_id>/bewerk/formulier"  # what ``calls.edit`` would make of this part
UP, DOWN = -1, 1
Draft = Mapping[str, Any]


def _call_with_question(session: Session, public_id: str, question: str) -> Call | None:
    call = queries.call(session, public_id)
    return call if call is not None and find(_draft(call), question) else None


def _draft(call: Call) -> Draft:
    found: Draft = call.draft.get("formulier", {})
    return found


@bp.route(AT, methods=["GET", "POST"])
@permit(Action.EDIT_CALL, load=queries.call)
def form(call: Call) -> ResponseReturnValue:
    """Show the questions; a button moves one, or adds those of a template."""
    refuse_if(service.not_writable(call, actor()))
    page = filled(BaseForm)
    if page.accepted():
        try:
            _save(call, _acted(_draft(call)), sent_version())
        except RefusedError as refused:
            page.show(refused)
        else:
            return redirect(url_for(".form", public_id=call.public_id), code=303)
    beside = saved_meanwhile(call, sent_version()) if page.errors else None
    found, faults = read_draft(_draft(call))
    return _page(
        "form",
        call,
        page,
        questions=questions_of(_draft(call)),
        kinds=KINDS,
        wordings={each.key: each.wording for each in found.questions},
        faults=[(fault, _question_at(found, fault.place)) for fault in faults],
        warnings=form_warnings(found, brussels_day(call.closes_at or actor().now)),
        templates=imports.form_templates(),
        in_force=call.is_public,
        differences=_differences(call, found),
        beside=beside,
        **({"version": call.version} if beside else {}),  # who acts again has read it
    )


def _page(
    template: str,
    call: Call,
    page: BaseForm,
    **context: Any,  # noqa: ANN401 - what a template asks
) -> ResponseReturnValue:
    shown = {"call": call, "form": page, "parts": PARTS, "current": "formulier"}
    version = sent("version", str(call.version))
    return render_template(
        f"calls/{template}.html", **{"version": version, **shown, **context}
    ), page.status


def _differences(call: Call, found: Form) -> tuple[Changed, ...]:
    """Return how the questions differ from those in force, of a call that is published."""
    return form_difference(call.versions[-1].regulation.form, found) if call.is_public else ()


def _acted(draft: Draft) -> Draft:
    """Return the form after the button that was pressed."""
    template = next((t for t in imports.form_templates() if t.key == sent("template")), None)
    if template is not None:
        return extended(draft, template.data)
    for word, step in (("up", UP), ("down", DOWN)):
        if find(draft, sent(word)):
            return moved(draft, sent(word), step)
    raise refuse(Text("Choose what you want to do."))


def _save(call: Call, draft: Draft, version: int) -> None:
    service.save_form(db(), actor(), call, draft, version)


def _question_at(found: Form, place: str | None) -> str:
    """Return the key of the question in which a fault stands; empty: the form as a whole."""
    number = (place or "").partition("[")[2].partition("]")[0]
    return found.questions[int(number)].key if number.isdigit() else ""


@bp.route(f"{AT}/nieuw", methods=["GET", "POST"])
@permit(Action.EDIT_CALL, load=queries.call)
def add_question(call: Call) -> ResponseReturnValue:
    refuse_if(service.not_writable(call, actor()))
    page = filled(forms.NewQuestionForm)
    if page.accepted():
        wording = " ".join((page.vraag.data or "").split())
        try:
            draft, key = added(_draft(call), wording, page.soort.data or "")
            _save(call, draft, call.version)  # at the end it is in nobody's way
        except RefusedError as refused:
            page.show(refused)
        else:
            return redirect(url_for(".question", public_id=call.public_id, question=key), code=303)
    return _page("form_new", call, page)


@bp.route(f"{AT}/<question>", methods=["GET", "POST"])
@permit(Action.EDIT_CALL, load=_call_with_question)
def question(call: Call) -> ResponseReturnValue:
    refuse_if(service.not_writable(call, actor()))
    key, known = _asked(call)
    kind = KINDS[known["soort"]]
    made = forms.question_form(kind, forms.conditions(_earlier(call, key)))
    page = filled(made, **forms.question_data(known))
    if page.accepted():
        try:
            _refuse_other_text(known)
            draft = changed(_draft(call), key, forms.question_typed(page, known))
            _save(call, draft, call.version)
        except RefusedError as refused:
            page.show(refused)
        else:
            tell(Text("The question is saved."))
            return redirect(url_for(".form", public_id=call.public_id), code=303)
    beside = made(**forms.question_data(known)) if page.errors and _is_other(known) else None
    return _page(
        "form_question",
        call,
        page,
        question=known,
        kind=kind,
        version=_seen(known),
        pairs=None if beside is None else forms.differing(beside, page),
    )


def _seen(question: Draft) -> str:
    """Return what says which text of a question was on the screen.

    Officers who work on two questions of a form are not in each other's way.
    """
    text = json.dumps(question, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_other(question: Draft) -> bool:
    return sent("version") != _seen(question)


def _refuse_other_text(question: Draft) -> None:
    if _is_other(question):
        raise refuse(
            Text("A colleague saved this question in the meantime. Compare both texts, then save.")
        )


def _asked(call: Call) -> tuple[str, dict[str, Any]]:
    key = str((request.view_args or {})["question"])
    return key, find(_draft(call), key) or {}


def _earlier(call: Call, key: str) -> list[dict[str, Any]]:
    questions = questions_of(_draft(call))
    keys = [each.get("sleutel") for each in questions]
    return questions[: keys.index(key)]


@bp.route(f"{AT}/<question>/verwijder", methods=["GET", "POST"])
@permit(Action.EDIT_CALL, load=_call_with_question)
def remove_question(call: Call) -> ResponseReturnValue:
    refuse_if(service.not_writable(call, actor()))
    key, known = _asked(call)
    page = filled(BaseForm)
    if page.accepted():
        try:
            _refuse_other_text(known)
            _save(call, removed(_draft(call), key), call.version)
        except RefusedError as refused:
            page.show(refused)
        else:
            tell(Text("The question is removed."))
            return redirect(url_for(".form", public_id=call.public_id), code=303)
    return _page("form_remove", call, page, question=known, version=_seen(known))
