"""The officer records that a partner left or leads, after it reads what that does."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.changes import Kind
from subsidy.applications.forms import ChangeForm
from subsidy.applications.models import Application, Partner
from subsidy.applications.views.frame import AT, bp, load, page, partner_in_address
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.files import is_scanned, store
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

OF = f"{AT}/partners/<partner>"


@bp.route(f"{OF}/vertrek", methods=["GET", "POST"])
@permit(Action.CHANGE_CONSORTIUM, load=load)
def record_leaving(record: Application) -> ResponseReturnValue:
    return _change(record, Kind.LEAVES)


@bp.route(f"{OF}/nieuwe-penvoerder", methods=["GET", "POST"])
@permit(Action.CHANGE_CONSORTIUM, load=load)
def record_lead(record: Application) -> ResponseReturnValue:
    return _change(record, Kind.LEADS)


def _change(record: Application, kind: Kind) -> ResponseReturnValue:
    partner, form = _partner(record), filled(ChangeForm)
    if form.accepted():
        try:
            service.change_after(db(), actor(), record, partner, _wanted(form, kind))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The change is recorded. Everybody receives a message."))
            return redirect(url_for(".judge", public_id=record.public_id), code=303)
    found = service.of_change(db(), record, partner, kind)
    form.seen.data = found.mark
    return page(
        "change_after",
        record,
        code=form.status,
        back=url_for(".judge", public_id=record.public_id),
        form=form,
        partner=partner,
        leaves=kind is Kind.LEAVES,
        found=found,
        unpaid=kind is Kind.LEADS and service.lacks_account(db(), record, partner),
        closed=service.not_changeable(db(), actor(), record, partner),
    )


def _partner(record: Application) -> Partner:
    """Return the partner of the address, as long as it takes part and does not lead."""
    found = partner_in_address(record, Consent.ACCEPTED)
    if found.organisation_id == record.lead_id or queries.latest_snapshot(db(), record) is None:
        abort(404)
    return found


def _wanted(form: ChangeForm, kind: Kind) -> service.Changing:
    return service.Changing(
        kind=kind,
        reason=form.reason.data or "",
        files=[service.Sent(name, content) for name, content in form.chosen()],
        store=store(),
        seen=form.mark,
        scanned=is_scanned(),
    )
