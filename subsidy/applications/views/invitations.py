"""The mails of an invitation: send them again, name somebody; and the link that stands in them."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.accounts import queries as people
from subsidy.applications import queries, service
from subsidy.applications.domain.invitations import WHY_NOT, LinkState, state_of
from subsidy.applications.forms import AddresseeForm
from subsidy.applications.models import Application, InvitationMail, Partner
from subsidy.applications.service.mailing import LINK, not_for
from subsidy.applications.views.frame import AT, bp, load, page, partner_in_address
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import actor, permit, public, someone
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

MAILS_AT = f"{AT}/partners/<partner>/uitnodiging"
GONE = 410


@bp.route(MAILS_AT, methods=["GET", "POST"])
@permit(Action.INVITE_PARTNER, load=load)
def invitation(record: Application) -> ResponseReturnValue:
    """Show to whom the invitation went, and send it to somebody who is named."""
    partner, form = _invited(record), filled(AddresseeForm)
    if form.accepted():
        try:
            mail = service.send_to(db(), actor(), record, partner, form.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The invitation is sent to %(address)s.", address=mail.address))
            return _back(record, partner)
    mails = queries.invitation_mails(db(), record, partner)
    return page(
        "invitation",
        record,
        code=form.status,
        back=url_for(".partners", public_id=record.public_id),
        form=form,
        partner=partner,
        mails=[(mail, state_of(mail, actor().now)) for mail in mails],
        openers=people.names(db(), [mail.used_by_id for mail in mails if mail.used_by_id]),
        known=len(people.people_of(db(), [partner.organisation_id])),
    )


@bp.post(f"{MAILS_AT}/opnieuw")
@permit(Action.INVITE_PARTNER, load=load)
def send_again(record: Application) -> ResponseReturnValue:
    partner = _invited(record)
    service.send_again(db(), actor(), record, partner)
    tell(Text("The invitation of %(name)s is sent again.", name=partner.organisation.name))
    return _back(record, partner)


def _back(record: Application, partner: Partner) -> ResponseReturnValue:
    there = url_for(".invitation", public_id=record.public_id, partner=partner.public_id)
    return redirect(there, code=303)


def _invited(record: Application) -> Partner:
    return partner_in_address(record, Consent.INVITED)


# The link in the mail -----------------------------------------------------------------------------


@bp.get(f"{LINK}/<token>")
@public
def invitation_link(token: str) -> ResponseReturnValue:
    """Show what the link is for, to whom it is for; looking at it uses nothing up."""
    mail = _mail(token)
    state = state_of(mail, clock.now())
    if state is not LinkState.OPEN:
        return _link(mail, token, GONE, why=WHY_NOT[state])
    who = someone()
    if who is None:
        return _link(mail, token, 200)
    refused = [refusal.text for refusal in not_for(who, mail)]
    return _link(mail, token, 403 if refused else 200, why=refused[0] if refused else None)


@bp.post(f"{LINK}/<token>")
@permit(Action.OPEN_INVITATION)
def open_invitation(token: str) -> ResponseReturnValue:
    mail = _mail(token)
    try:
        service.open_link(db(), actor(), mail)
    except RefusedError as refused:
        return _link(mail, token, 422, why=refused.refusals[0].text)
    return redirect(url_for(".show", public_id=mail.application.public_id), code=303)


def _mail(token: str) -> InvitationMail:
    found = queries.invitation_mail(db(), token)
    if found is None:
        abort(404)
    return found


def _link(
    mail: InvitationMail, token: str, code: int, why: Text | None = None
) -> ResponseReturnValue:
    """Name the application to members of the invited organisation only: links are forwarded."""
    who = someone()
    shown = render_template(
        "applications/invitation_link.html",
        mail=mail,
        why=why,
        who=who,
        member=who is not None and not not_for(who, mail),
        address=url_for(".invitation_link", token=token),
    )
    return shown, code
