"""A partner leaves, or the lead passes: first what it does to the file, then the button."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.consequences import Consequences
from subsidy.applications.forms import LeaveForm, SeenForm
from subsidy.applications.models import Application, Partner
from subsidy.applications.service.guard import own_partner
from subsidy.applications.views.frame import AT, bp, closed_because, load, page, partner_in_address
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

LEAD_AT = f"{AT}/partners/<partner>/penvoerder"


@bp.route(f"{AT}/stap-uit", methods=["GET", "POST"])
@permit(Action.LEAVE_APPLICATION, load=load)
def leave(record: Application) -> ResponseReturnValue:
    own = own_partner(record, actor())
    if own is None or own.consent is not Consent.ACCEPTED:
        abort(404)
    form = filled(LeaveForm)
    if form.accepted():
        try:
            service.leave(db(), actor(), record, form.reason.data or "", form.mark)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your organisation left %(number)s.", number=record.number))
            return redirect(url_for(".index"), code=303)
    return _page("leave", record, own, form, service.of_leaving)


@bp.route(f"{AT}/partners/<partner>/trek-in", methods=["GET", "POST"])
@permit(Action.INVITE_PARTNER, load=load)
def withdraw_invitation(record: Application) -> ResponseReturnValue:
    """Take an invitation back, after what was planned for that partner was shown."""
    partner, form = partner_in_address(record, Consent.INVITED), filled(SeenForm)
    if form.accepted():
        name = partner.organisation.name
        try:
            service.withdraw_invitation(db(), actor(), record, partner, form.mark)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The invitation of %(name)s is withdrawn.", name=name))
            return redirect(url_for(".partners", public_id=record.public_id), code=303)
    return _page("withdraw_invitation", record, partner, form, service.of_leaving)


@bp.get(LEAD_AT)
@permit(Action.PASS_LEAD, load=load)
def lead(record: Application) -> ResponseReturnValue:
    return _lead(record, filled(SeenForm))


@bp.post(LEAD_AT)
@permit(Action.PASS_LEAD, load=load)
def offer_lead(record: Application) -> ResponseReturnValue:
    service.offer_lead(db(), actor(), record, partner_in_address(record, Consent.ACCEPTED))
    tell(Text("Your question is sent. The lead changes when the other organisation confirms."))
    return redirect(url_for(".partners", public_id=record.public_id), code=303)


@bp.post(f"{LEAD_AT}/bevestig")
@permit(Action.PASS_LEAD, load=load)
def confirm_lead(record: Application) -> ResponseReturnValue:
    partner, form = partner_in_address(record, Consent.ACCEPTED), filled(SeenForm)
    if form.accepted():
        try:
            service.confirm_lead(db(), actor(), record, partner, form.mark)
        except RefusedError as refused:
            form.show(refused)
        else:
            name = partner.organisation.name
            tell(Text("%(name)s leads this application now.", name=name))
            return redirect(url_for(".partners", public_id=record.public_id), code=303)
    return _lead(record, form)


@bp.post(f"{LEAD_AT}/trek-in")
@permit(Action.PASS_LEAD, load=load)
def drop_lead(record: Application) -> ResponseReturnValue:
    service.drop_lead(db(), actor(), record, partner_in_address(record, Consent.ACCEPTED))
    tell(Text("The lead does not change."))
    return redirect(url_for(".partners", public_id=record.public_id), code=303)


def _lead(record: Application, form: SeenForm) -> ResponseReturnValue:
    partner = partner_in_address(record, Consent.ACCEPTED)
    offer = queries.lead_offer(db(), record)
    own = actor().organisation_id
    return _page(
        "lead",
        record,
        partner,
        form,
        service.of_leading,
        offer=offer if offer is not None and offer.partner_id == partner.id else None,
        other=offer is not None and offer.partner_id != partner.id,
        concerned=own in (record.lead_id, partner.organisation_id),
        asks=offer is not None and offer.by_lead is (own == record.lead_id),
    )


def _page(
    template: str,
    record: Application,
    partner: Partner,
    form: SeenForm,
    work_out: Callable[..., Consequences],
    **context: Any,  # noqa: ANN401 - what a template asks
) -> ResponseReturnValue:
    """Show what changes; the mark that is sent back is of what stands on this page."""
    found = work_out(db(), record, partner)
    form.seen.data = found.mark
    return page(
        template,
        record,
        code=form.status,
        back=url_for(".partners", public_id=record.public_id),
        form=form,
        partner=partner,
        found=found,
        stuck=closed_because(record),
        **context,
    )
