"""Changing what is published: a later deadline, prepared here; the pages of every change."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.calls import exports, forms, queries, service
from subsidy.calls.domain.amending import AMENDING, unchangeable
from subsidy.calls.domain.asking import QuestionStatus
from subsidy.calls.domain.questions import read_draft
from subsidy.calls.domain.regulation import WEIGHT, worded, worded_form
from subsidy.calls.domain.rules import by_theme
from subsidy.calls.models import Amendment, Call, CallQuestion
from subsidy.calls.views.blueprint import bp, in_address
from subsidy.calls.views.editing import PARTS, offer_surveys, typed
from subsidy.core.errors import RefusedError, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

SHORT = 90  # of a question in a list to choose from


@bp.route("/<public_id>/verleng", methods=["GET", "POST"])
@permit(Action.EXTEND_CALL, load=queries.call)
def extend(call: Call) -> ResponseReturnValue:
    refuse_if(unchangeable(call.closes_at, clock.now(), public=call.is_public))
    form = filled(forms.ExtensionForm)
    if form.accepted():
        try:
            made = service.prepare_extension(
                db(), actor(), call, form.sluit.data, form.reason.data or ""
            )
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The change waits for a colleague, who approves it."))
            return redirect(url_for(".change", public_id=made.public_id), code=303)
    return render_template("calls/extend.html", call=call, form=form), form.status


def _call_of_part(session: Session, public_id: str, part: str) -> Call | None:
    return queries.call(session, public_id) if part in PARTS else None


@bp.route("/<public_id>/wijzig/<part>", methods=["GET", "POST"])
@permit(Action.AMEND_CALL, load=_call_of_part)
def amend(call: Call) -> ResponseReturnValue:
    """Change one part of the rules in force; a colleague approves it."""
    refuse_if(unchangeable(call.closes_at, clock.now(), public=call.is_public))
    key = in_address("part")
    part, content = PARTS[key], call.versions[-1].content
    answered = _answered(call)
    pairs = [(each.public_id, each.text[:SHORT]) for each in answered]
    form: Any = filled(forms.changing(part.form(), pairs), **part.values(content))
    offer_surveys(form)
    if form.accepted():
        chosen = next((each for each in answered if each.public_id == form.question.data), None)
        why = service.Why(reason=form.reason.data or "", question=chosen)
        try:
            made = service.prepare_change(db(), actor(), call, typed(form, content), why)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The change waits for a colleague, who approves it."))
            return redirect(url_for(".change", public_id=made.public_id), code=303)
    page = render_template(
        "calls/amend.html",
        call=call,
        form=form,
        part=part,
        parts=PARTS,
        current=key,
        themes=by_theme(),
        weight=WEIGHT,
    )
    return page, form.status


@bp.route("/<public_id>/wijzig/formulier", methods=["GET", "POST"])
@permit(Action.AMEND_CALL, load=queries.call)
def amend_form(call: Call) -> ResponseReturnValue:
    """Propose the questions that were written since the last version; a colleague approves."""
    refuse_if(unchangeable(call.closes_at, clock.now(), public=call.is_public))
    answered = _answered(call)
    pairs = [(each.public_id, each.text[:SHORT]) for each in answered]
    form: Any = filled(forms.changing(forms.ConfirmForm, pairs))
    written = call.draft.get("formulier", {})
    if form.accepted():
        chosen = next((each for each in answered if each.public_id == form.question.data), None)
        why = service.Why(reason=form.reason.data or "", question=chosen)
        try:
            made = service.prepare_change(db(), actor(), call, {"formulier": written}, why)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The change waits for a colleague, who approves it."))
            return redirect(url_for(".change", public_id=made.public_id), code=303)
    current = call.versions[-1]
    page = render_template(
        "calls/amend_form.html",
        call=call,
        form=form,
        base=current.number,
        differences=worded_form(current.regulation.form, read_draft(written)[0]),
    )
    return page, form.status


def _answered(call: Call) -> list[CallQuestion]:
    every = queries.questions(db(), actor(), call)
    return [each for each in every if each.status is QuestionStatus.ANSWERED]


@bp.get("/wijzigingen/<public_id>")
@permit(Action.READ_CHANGE, load=queries.amendment, visitors=True)
def change(record: Amendment) -> ResponseReturnValue:
    """Show old and new beside each other, part by part."""
    return render_template(
        "calls/change.html",
        change=record,
        call=record.call,
        differences=worded(record.before, record.regulation),
        names=people.names(db(), [record.prepared_by_id, record.decided_by_id or 0]),
        actions=AMENDING.actions(record.status),
    )


@bp.get("/wijzigingen/<public_id>/vorige-versie.pdf")
@permit(Action.READ_CHANGE, load=queries.amendment, visitors=True)
def earlier_version(record: Amendment) -> ResponseReturnValue:
    """Answer with the regulation as it was before: what held then stays to be read."""
    version = next(each for each in record.call.versions if each.number == record.base)
    name = f"reglement-{record.call.title}-versie-{version.number}.pdf"
    return download(exports.version_pdf(version), name)


@bp.route("/wijzigingen/<public_id>/laat-vallen", methods=["GET", "POST"])
@permit(Action.DROP_CHANGE, load=queries.amendment)
def drop_change(record: Amendment) -> ResponseReturnValue:
    form = filled(forms.DropForm)
    if form.accepted():
        try:
            service.drop_change(db(), actor(), record, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The change is not made."))
            return redirect(url_for(".show", public_id=record.call.public_id), code=303)
    page = render_template("calls/drop_change.html", change=record, call=record.call, form=form)
    return page, form.status
