"""Partners: invite, answer, and say what each does."""

import re

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.checklist import part_of
from subsidy.applications.domain.form import Key
from subsidy.applications.forms import InviteForm, TasksForm
from subsidy.applications.models import Application, Partner
from subsidy.applications.service.guard import own_partner
from subsidy.applications.views.frame import (
    AT,
    bp,
    checklist_of,
    load,
    page,
    partner_in_address,
    stored_section,
    whole_file,
)
from subsidy.applications.views.unasked import done
from subsidy.calls.domain.dossier import Consent
from subsidy.core.clock import brussels_day
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import N_, Text
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain import Wanted, sort_name
from subsidy.organisations.models import Organisation
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, options
from subsidy.web.session import db
from subsidy.web.templating import tell

ENTERPRISE_NUMBER = re.compile(r"\D*([01])(\d{3})\D?(\d{3})\D?(\d{3})\D*")


@bp.get(f"{AT}/partners")
@permit(Action.READ_APPLICATION, load=load)
def partners(record: Application) -> ResponseReturnValue:
    return _partners(record, _invite_form(record))


@bp.post(f"{AT}/partners")
@permit(Action.INVITE_PARTNER, load=load)
def invite(record: Application) -> ResponseReturnValue:
    form = _invite_form(record)
    if form.accepted():
        try:
            partner = service.invite(db(), actor(), record, _chosen(form))
        except RefusedError as refused:
            form.show(refused)
        else:
            return _told_invited(record, partner)
    return _partners(record, form)


def _told_invited(record: Application, partner: Partner) -> ResponseReturnValue:
    """Say who received a mail; where nobody is known, the lead names somebody."""
    name, sent = partner.organisation.name, queries.invitation_mails(db(), record, partner)
    if sent:
        tell(Text("%(name)s is invited.", name=name))
        return redirect(url_for(".partners", public_id=record.public_id), code=303)
    tell(Text("%(name)s is invited. We know nobody there: send the mail to somebody.", name=name))
    there = url_for(".invitation", public_id=record.public_id, partner=partner.public_id)
    return redirect(there, code=303)


def _partners(record: Application, form: InviteForm) -> ResponseReturnValue:
    file = whole_file(record)
    own = own_partner(record, actor())
    found = checklist_of(record, file)
    return page(
        "partners",
        record,
        code=form.status,
        form=form,
        file=file,
        todos=found.partners,
        findings=[f for f in found.findings if part_of(f) is Key.PARTNERS],
        refused=[p for p in record.partners if p.consent is Consent.REFUSED],
        own=own,
        offer=queries.lead_offer(db(), record),
        invited=own is not None and own.consent is Consent.INVITED,
    )


def _invite_form(record: Application) -> InviteForm:
    there = {p.organisation_id for p in record.partners if p.consent is not Consent.REFUSED}
    wanted = Wanted(active_on=brussels_day(actor().now))
    form = filled(InviteForm)
    form.organisation.choices = options(
        ("", N_("Choose a municipality")),
        *(
            (one.public_id, one.name)
            for one in organisations.municipalities(db(), wanted)
            if one.id not in there
        ),
    )
    return form


def _chosen(form: InviteForm) -> Organisation:
    """Return the organisation that was chosen or typed. Raises RefusedError when there is none."""
    typed = (form.other.data or "").strip()
    if typed:
        found = _typed(typed)
        if found is None:
            text = Text(
                "We do not know “%(typed)s”. Fill in the exact name or number.", typed=typed
            )
            raise refuse(text, "other")
        return found
    chosen = organisations.organisation(db(), form.organisation.data or "")
    if chosen is None:
        raise refuse(
            Text("Choose a municipality, or fill in another organisation."), "organisation"
        )
    return chosen


def _typed(typed: str) -> Organisation | None:
    number = ENTERPRISE_NUMBER.fullmatch(typed)
    if number is not None:
        return queries.by_enterprise_number(db(), "".join(number.groups()))
    same = [
        one for one in organisations.search(db(), typed, 50) if one.sort_name == sort_name(typed)
    ]
    return same[0] if len(same) == 1 else None


@bp.post(f"{AT}/aanvaard")
@permit(Action.ANSWER_INVITATION, load=load)
def accept(record: Application) -> ResponseReturnValue:
    service.answer(db(), actor(), record, accept=True)
    tell(Text("Your organisation takes part. You can write in the application now."))
    return redirect(url_for(".show", public_id=record.public_id), code=303)


@bp.post(f"{AT}/weiger")
@permit(Action.ANSWER_INVITATION, load=load)
def decline(record: Application) -> ResponseReturnValue:
    service.answer(db(), actor(), record, accept=False)
    tell(Text("Your organisation does not take part in %(number)s.", number=record.number))
    return redirect(url_for(".index"), code=303)


@bp.route(f"{AT}/partners/<partner>", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def tasks(record: Application) -> ResponseReturnValue:
    partner = partner_in_address(record)
    file = whole_file(record)
    stored = stored_section(record, queries.tasks_key(partner.public_id))
    kept = file.partner(partner.public_id)
    form = filled(TasksForm, kept, version=stored.version if stored else 0)
    if form.accepted():
        try:
            service.save_tasks(db(), actor(), record, partner, form.to_input(), form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            said = Text("The tasks of %(name)s are saved.", name=kept.name)
            key = queries.tasks_key(partner.public_id)
            return done(record, key, said, url_for(".partners", public_id=record.public_id))
    return page(
        "tasks",
        record,
        code=form.status,
        back=url_for(".partners", public_id=record.public_id),
        form=form,
        conflict=form.conflict,
        partner=kept,
        part=queries.tasks_key(partner.public_id),
        key=Key.PARTNERS,
        known=organisations.profile_of(db(), partner.organisation_id),
    )
