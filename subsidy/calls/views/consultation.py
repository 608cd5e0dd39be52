"""A draft call before local authorities: its page, reacting, answering, the reaction report."""

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from subsidy.calls import exports, forms, queries, service
from subsidy.calls.domain.consultation import closed, label_of, verdicts
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.domain.regulation import Worded, faults, parse, worded
from subsidy.calls.models import Call, Consultation, Voice
from subsidy.calls.views.blueprint import bp
from subsidy.core.clock import is_open
from subsidy.core.errors import RefusedError, refuse, refuse_if
from subsidy.core.text import N_, Text
from subsidy.organisations.models import Organisation
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import actor, permit, public, someone
from subsidy.web.files import download
from subsidy.web.forms import filled, options
from subsidy.web.session import db
from subsidy.web.templating import can, tell


@bp.get("/raadplegingen")
@public
def consultations() -> ResponseReturnValue:
    found = queries.consultations(db(), someone())
    return render_template("calls/consultations.html", consultations=found, now=clock.now())


@bp.get("/<public_id>/raadpleging")
@permit(Action.READ_CONSULTATION, load=queries.consultation, visitors=True)
def consultation(found: Consultation) -> ResponseReturnValue:
    """Show the frozen draft; the reactions to the agency, and to everybody once reported."""
    asking = someone()
    organisation_id = None if asking is None else asking.organisation_id
    everything = can(Action.LIST_CALLS) or found.is_reported
    said = queries.everybody(db(), found.id) if everything else ()
    return render_template(
        "calls/consultation.html",
        found=found,
        draft_shown=exports.consulted_document(found),
        report=exports.report_document(found, said) if found.is_reported else None,
        open=is_open(found.opens_at, found.closes_at, clock.now()),
        over=found.closes_at <= clock.now(),
        own=queries.voice(db(), found.id, organisation_id),
        consent=queries.consent(db(), found.id, organisation_id),
        voices=queries.voices(db(), found.id) if can(Action.LIST_CALLS) else (),
        verdicts=verdicts(found.expectations, said),
        unanswered={each.name for each in said if each.unanswered},
        label_of=label_of,
        since=_since(found),
    )


def _since(found: Consultation) -> Sequence[Worded]:
    """Return what changed after the draft was frozen: for the agency, which writes it."""
    if not can(Action.LIST_CALLS) or faults(found.call.draft):
        return ()
    return worded(found.regulation, parse(found.call.draft))


@bp.get("/<public_id>/raadpleging/verslag.pdf")
@permit(Action.READ_CONSULTATION, load=queries.reported_consultation, visitors=True)
def report_pdf(found: Consultation) -> ResponseReturnValue:
    made = exports.report_pdf(found, queries.everybody(db(), found.id))
    return download(made, f"reactieverslag-{found.regulation.title}.pdf")


# For the agency -----------------------------------------------------------------------------------


@bp.route("/<public_id>/raadpleging/start", methods=["GET", "POST"])
@permit(Action.START_CONSULTATION, load=queries.call)
def start_consultation(call: Call) -> ResponseReturnValue:
    if call.status is not Status.DRAFT:
        raise refuse(Text("Only a draft can be consulted on. Return the call to its author first."))
    form = filled(forms.ConsultationForm)
    if form.accepted():
        try:
            service.start_consultation(db(), actor(), call, form.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The draft is frozen. Local authorities can react to it."))
            return _back(call)
    return render_template("calls/start_consultation.html", call=call, form=form), form.status


@bp.route("/<public_id>/raadpleging/antwoord/<voice>", methods=["GET", "POST"])
@permit(Action.ANSWER_REACTION, load=queries.voice_of)
def answer_voice(both: queries.Heard) -> ResponseReturnValue:
    found, voice = both.consultation, both.voice
    if clock.now() < found.closes_at:
        at = found.closes_at
        raise refuse(Text("Local authorities can react until %(at)s. Answer then.", at=at))
    subjects = [name for name, said in voice.reactions.items() if said.asks_an_answer]
    form = filled(forms.voice_form(subjects), **voice.answers, version=str(voice.version))
    if form.accepted():
        try:
            service.answer_voice(db(), actor(), found, voice, form.to_input(), form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your answers are saved. They are public with the reaction report."))
            return _back(found.call)
    page = render_template(
        "calls/answer_voice.html",
        found=found,
        voice=voice,
        form=form,
        subjects=subjects,
        label_of=label_of,
    )
    return page, form.status


@bp.route("/<public_id>/raadpleging/verslag", methods=["GET", "POST"])
@permit(Action.REPORT_CONSULTATION, load=queries.consultation)
def publish_report(found: Consultation) -> ResponseReturnValue:
    form = filled(forms.ReportForm, found)
    if form.accepted():
        try:
            service.publish_report(db(), actor(), found, (form.report.data or "").strip())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Everybody can read the reaction report."))
            return _back(found.call)
    page = render_template("calls/publish_report.html", found=found, form=form, since=_since(found))
    return page, form.status


# For local authorities and associations -----------------------------------------------------------


@bp.route("/<public_id>/raadpleging/reageer", methods=["GET", "POST"])
@permit(Action.REACT, load=queries.consultation)
def react(found: Consultation) -> ResponseReturnValue:
    refuse_if(closed(found.opens_at, found.closes_at, clock.now()))
    organisation = _own_organisation()
    own = queries.voice(db(), found.id, organisation.id)
    known = {} if own is None else forms.reaction_values(own.reactions)
    form = filled(forms.reaction_form(found.expectations), **known, version=_version(own))
    if form.accepted():
        try:
            service.react(db(), actor(), found, organisation, form.to_input(), form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your reaction is saved. You can change it until the end."))
            return _back(found.call)
    page = render_template(
        "calls/react.html",
        found=found,
        form=form,
        organisation=organisation,
        members=queries.members(db(), found.id).get(organisation.id, ()),
    )
    return page, form.status


def _version(own: Voice | None) -> str:
    return "0" if own is None else str(own.version)


@bp.route("/<public_id>/raadpleging/machtig", methods=["GET", "POST"])
@permit(Action.CONSENT, load=queries.consultation)
def let_answer(found: Consultation) -> ResponseReturnValue:
    refuse_if(closed(found.opens_at, found.closes_at, clock.now()))
    member = _own_organisation()
    known = {each.public_id: each for each in queries.associations(db())}
    given = queries.consent(db(), found.id, member.id)
    chosen = next(
        (key for key, each in known.items() if given and each.id == given.association_id), ""
    )
    form = filled(forms.ConsentForm, association=chosen)
    form.association.choices = options(
        ("", N_("nobody: we answer ourselves")), *((key, each.name) for key, each in known.items())
    )
    if form.accepted():
        association = known.get(form.association.data or "")
        service.let_answer(db(), actor(), found, member, association)
        tell(Text("Your choice is saved."))
        return _back(found.call)
    page = render_template("calls/let_answer.html", found=found, form=form, member=member)
    return page, form.status


def _own_organisation() -> Organisation:
    return db().get_one(Organisation, actor().organisation_id)


def _back(call: Call) -> Response:
    return redirect(url_for(".consultation", public_id=call.public_id), code=303)
