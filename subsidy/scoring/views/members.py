"""Who sits in a jury: invitations, stand-ins and who drops out; and the page of who is invited."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.accounts.models import Person
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text, plural
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain.seats import OfferStatus, SeatKind
from subsidy.scoring.forms import AnswerForm, CallUpForm, DropOutForm, InviteForm
from subsidy.scoring.models import Juror, SeatOffer
from subsidy.scoring.views.blueprint import bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import BaseForm, filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get("/oproepen/<public_id>/jury/samenstelling")
@permit(Action.MANAGE_JURY, load=calls.call)
def members(call: Call) -> ResponseReturnValue:
    return _page(call)


@bp.post("/oproepen/<public_id>/jury/samenstelling")
@permit(Action.MANAGE_JURY, load=calls.call)
def invite(call: Call) -> ResponseReturnValue:
    form = filled(InviteForm)
    if form.accepted():
        try:
            person = _invited(call, form)
            service.invite(db(), actor(), call, person, SeatKind(form.kind.data))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("%(name)s is invited.", name=person.name))
            return _back(call)
    return _page(call, form)


@bp.post("/oproepen/<public_id>/jury/invallen")
@permit(Action.MANAGE_JURY, load=calls.call)
def call_up(call: Call) -> ResponseReturnValue:
    form = filled(CallUpForm)
    if not form.accepted():
        return _page(call, form)
    try:
        juror = service.call_up(db(), actor(), _stand_in(call, form))
    except RefusedError as refused:
        form.show(refused)
        return _page(call, form)
    tell(Text("There is a seat for %(label)s now.", label=juror.label))
    return _back(call)


@bp.post("/oproepen/<public_id>/jury/uitval")
@permit(Action.MANAGE_JURY, load=calls.call)
def drop_out(call: Call) -> ResponseReturnValue:
    form = filled(DropOutForm)
    if form.accepted():
        try:
            juror = _seated(call, form)
            free = service.drop_out(db(), actor(), juror, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(
                plural(
                    "%(label)s dropped out. One file needs another juror.",
                    "%(label)s dropped out. %(n)s files need another juror.",
                    free,
                    label=juror.label,
                )
            )
            return redirect(url_for(".division", public_id=call.public_id), code=303)
    return _page(call, form)


def _back(call: Call) -> ResponseReturnValue:
    return redirect(url_for(".members", public_id=call.public_id), code=303)


def _invited(call: Call, form: InviteForm) -> Person:
    people = queries.to_invite(db(), call.id)
    found = next((each for each in people if each.public_id == form.person.data), None)
    if found is None:
        raise refuse(
            Text("This person cannot be invited. Choose somebody from the list."), "person"
        )
    return found


def _stand_in(call: Call, form: CallUpForm) -> SeatOffer:
    found = queries.offer(db(), form.stand_in.data or "")
    if found is None or found.call_id != call.id:
        raise refuse(Text("This stand-in is not in the list any more. Open the page again."))
    return found


def _seated(call: Call, form: DropOutForm) -> Juror:
    found = queries.seat(db(), call.id, form.juror.data or "")
    if found is None:
        raise refuse(Text("Choose a juror from the list."), "juror")
    return found


def _page(call: Call, form: BaseForm | None = None) -> ResponseReturnValue:
    jurors = queries.jurors(db(), call.id)
    inviting = form if isinstance(form, InviteForm) else InviteForm()
    inviting.offer((each.public_id, _named(each)) for each in queries.to_invite(db(), call.id))
    dropping = form if isinstance(form, DropOutForm) else DropOutForm()
    dropping.offer(
        (each.public_id, f"{each.label}: {each.person.name}")
        for each in jurors
        if each.left_at is None
    )
    page = render_template(
        "scoring/members.html",
        call=call,
        form=form,
        jurors=jurors,
        offers=queries.offers(db(), call.id),
        inviting=inviting,
        dropping=dropping,
        waiting=OfferStatus.ACCEPTED,
        stand_in=SeatKind.STAND_IN,
    )
    return page, form.status if form is not None else 200


def _named(person: Person) -> str:
    return f"{person.name} ({person.employer.name})" if person.employer else person.name


# Who is invited -----------------------------------------------------------------------------------


@bp.get("/jury/uitnodigingen/<public_id>")
@permit(Action.READ_SEAT, load=queries.offer)
def offer(found: SeatOffer) -> ResponseReturnValue:
    return _offered(found, AnswerForm())


@bp.post("/jury/uitnodigingen/<public_id>")
@permit(Action.ACCEPT_SEAT, load=queries.offer)
def answer_offer(found: SeatOffer) -> ResponseReturnValue:
    form = filled(AnswerForm)
    if not form.accepted():
        return _offered(found, form)
    try:
        if form.answer.data == "yes":
            service.accept(db(), actor(), found)
        else:
            service.decline(db(), actor(), found, form.reason.data or "")
    except RefusedError as refused:
        form.show(refused)
        return _offered(found, form)
    tell(Text("Your answer is sent. Thank you."))
    return redirect(url_for(".offer", public_id=found.public_id), code=303)


def _offered(found: SeatOffer, form: AnswerForm) -> ResponseReturnValue:
    page = render_template(
        "scoring/offer.html", offer=found, form=form, open=found.status is OfferStatus.SENT
    )
    return page, form.status
