"""Completing a submitted file: the officer asks, the applicant answers only that, all read it."""

from collections.abc import Mapping, Sequence

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.changes import counted
from subsidy.applications.domain.completion import (
    LONGEST,
    SHORTEST,
    Completion,
    can_be_asked,
    completes,
    not_answerable,
    not_withdrawable,
)
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.forms import (
    AskForm,
    CompleteForm,
    ReasonForm,
    SendForm,
    ask_form,
    complete_form,
    completion_values,
)
from subsidy.applications.models import Application, CompletionRequest
from subsidy.applications.views.attaching import sent_as_it_is
from subsidy.applications.views.completed import beside, completed, owners
from subsidy.applications.views.frame import AT, bp, in_address, load, page
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.text import Text
from subsidy.organisations.domain.accounts import iban_shown
from subsidy.policy import Action, allows
from subsidy.web.access import actor, permit
from subsidy.web.files import is_scanned, store
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

READ = f"{AT}/aanvulling"


@bp.get(READ)
@permit(Action.READ_APPLICATION, load=load)
def completion(record: Application) -> ResponseReturnValue:
    """Show every request with what was sent; before that, only what was asked."""
    return page("completion", record, beside=completed(record))


@bp.get(f"{READ}/bijlagen/<attachment>")
@permit(Action.READ_APPLICATION, load=load)
def completion_file(record: Application) -> ResponseReturnValue:
    """Give a file of a completion: to the applicant at once, to others once it is sent."""
    row = queries.attachment(db(), record, in_address("attachment"))
    if row is None or not completes(row.question):
        abort(404)
    ours = allows(actor(), Action.COMPLETE_APPLICATION, record)
    found = queries.completions(db(), record)
    shown = found if ours else [one.shown_to(owners(record)) for one in found]
    known = {file.id for one in shown for file in one.files}
    known |= {one.document.id for one in queries.changes(db(), record) if one.document}
    if row.public_id not in known:
        abort(404)
    return sent_as_it_is(row)


# The agency ---------------------------------------------------------------------------------------


@bp.route(f"{READ}/vraag", methods=["GET", "POST"])
@permit(Action.ASK_COMPLETION, load=load)
def ask_completion(record: Application) -> ResponseReturnValue:
    kept = queries.latest_snapshot(db(), record)
    if kept is None:
        abort(404)
    rules = [one.rule for one in queries.regulation(record).requirements]
    file = counted(file_of(kept.content), queries.changes(db(), record))
    about = can_be_asked(file, rules)
    form = filled(ask_form(about))
    if form.accepted():
        try:
            service.ask_completion(db(), actor(), record, _asking(form, about))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The request is sent to all partners of %(number)s.", number=record.number))
            return redirect(url_for(".judge", public_id=record.public_id), code=303)
    return page(
        "ask_completion",
        record,
        code=form.status,
        back=url_for(".judge", public_id=record.public_id),
        form=form,
        first=actor().now + SHORTEST,
        last=actor().now + LONGEST,
    )


def _asking(form: AskForm, about: Mapping[str, Text]) -> service.Asking:
    return service.Asking(about=about, points=form.points(), due_at=form["due_at"].data)


@bp.route(f"{READ}/trek-in", methods=["GET", "POST"])
@permit(Action.ASK_COMPLETION, load=load)
def end_completion(record: Application) -> ResponseReturnValue:
    found = _last(record)
    form = filled(ReasonForm)
    if form.accepted():
        try:
            request = _row(record, found)
            service.end_completion(db(), actor(), record, request, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The request is withdrawn."))
            return redirect(url_for(".judge", public_id=record.public_id), code=303)
    return page(
        "end_completion",
        record,
        code=form.status,
        back=url_for(".judge", public_id=record.public_id),
        form=form,
        shown=beside(record, found.shown),
        closed=list(not_withdrawable(found, actor().now)),
    )


def _last(record: Application) -> Completion:
    """Return the last request; only that one can still wait for an answer."""
    found = queries.completions(db(), record)
    if not found:
        abort(404)
    return found[-1]


def _row(record: Application, found: Completion) -> CompletionRequest:
    row = queries.request_for_completion(db(), record, found.id)
    if row is None:
        abort(404)
    return row


# The applicant ------------------------------------------------------------------------------------


@bp.route(f"{READ}/antwoord", methods=["GET", "POST"])
@permit(Action.COMPLETE_APPLICATION, load=load)
def complete(record: Application) -> ResponseReturnValue:
    """Show the asked points and nothing else; keep what is typed and chosen."""
    found = _last(record)
    form = filled(complete_form(found), **completion_values(found))
    if form.accepted():
        try:
            service.save_completion(
                db(), actor(), record, _row(record, found), _answering(form, found)
            )
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your completion is saved, and not sent yet."))
            return redirect(url_for(".complete", public_id=record.public_id), code=303)
    return page(
        "complete",
        record,
        code=form.status,
        back=url_for(".completion", public_id=record.public_id),
        form=form,
        conflict=form.conflict,
        on_file=iban_shown(service.lead_on_file(db(), record)),
        shown=beside(record, found),
        closed=_closed(found),
    )


def _closed(found: Completion) -> Sequence[Refusal]:
    return not_answerable(found, actor().now)


def _answering(form: CompleteForm, found: Completion) -> service.Answering:
    return service.Answering(
        store=store(),
        version=form.read_version,
        answers=form.answers(found),
        files={
            key: [service.Sent(name, content) for name, content in each]
            for key, each in form.chosen(found).items()
        },
        dropped=form.dropped(),
        scanned=is_scanned(),
    )


@bp.route(f"{READ}/verstuur", methods=["GET", "POST"])
@permit(Action.COMPLETE_APPLICATION, load=load)
def send_completion(record: Application) -> ResponseReturnValue:
    """Show what will be sent, then send it."""
    found = _last(record)
    form = filled(SendForm, version=found.version)
    if form.accepted():
        try:
            service.send_completion(db(), actor(), record, _row(record, found), form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your completion is sent. It arrived in time."))
            return redirect(url_for(".completion", public_id=record.public_id), code=303)
    return page(
        "send_completion",
        record,
        code=form.status,
        back=url_for(".complete", public_id=record.public_id),
        form=form,
        shown=beside(record, found),
        closed=_closed(found),
    )
