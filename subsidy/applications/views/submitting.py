"""Conditions, signatures, submission, receipt, withdrawal."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import exports, queries, service
from subsidy.applications.domain.accounts import FileAccount
from subsidy.applications.domain.beside import crowded
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.checklist import part_of
from subsidy.applications.domain.declarations import LABELS, declared_by
from subsidy.applications.domain.editing import not_taking_part
from subsidy.applications.domain.expectations import of_partner, to_confirm
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.signing import content_hash, current_signatures
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.forms import ReasonForm, SignForm
from subsidy.applications.models import Application, Partner, Snapshot
from subsidy.applications.service.guard import own_partner
from subsidy.applications.views.frame import (
    AT,
    bp,
    checklist_of,
    load,
    page,
    section_url,
    whole_file,
)
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.text import Text
from subsidy.language import words
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain.accounts import iban_shown
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import BaseForm, filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get(f"{AT}/voorwaarden")
@permit(Action.READ_APPLICATION, load=load)
def checklist(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    found = checklist_of(record, file)
    own = own_partner(record, actor())
    waits = next((one for one in found.partners if own and one.partner.id == own.public_id), None)
    return page(
        "checklist",
        record,
        file=file,
        checklist=found,
        rules=[(one, section_url(record, part_of(one))) for one in found.findings],
        unsigned=waits is not None and waits.answered and waits.signature is None,
        crowded=_crowded(record, own),
    )


def _crowded(record: Application, own: Partner | None) -> tuple[Text, ...]:
    """Say which limits this draft passes together with other drafts of the reader's own."""
    if own is None or own.consent is not Consent.ACCEPTED or record.status is not Status.DRAFT:
        return ()
    terms = queries.regulation(record)
    others = queries.beside(db(), record, terms, own.organisation_id)
    return crowded(terms.requirements, others, leads=own.organisation_id == record.lead_id)


@bp.route(f"{AT}/ondertekenen", methods=["GET", "POST"])
@permit(Action.SIGN_APPLICATION, load=load)
def sign(record: Application) -> ResponseReturnValue:
    """Show exactly what the organisation of the actor commits to, then ask for the signature."""
    own = own_partner(record, actor())
    if own is None or own.consent is Consent.REFUSED:
        abort(404)
    file = whole_file(record)
    partner = file.partner(own.public_id)
    form = filled(
        SignForm, content_hash=content_hash(file, partner.id), deciding_body=_decides(own)
    )
    wanted = of_partner(file.expectations, partner.id)
    form.ask((one.mark, file.sentence_of(one, one.by), to_confirm(one)) for one in wanted)
    if form.accepted():
        signing = service.Signing(
            name=form.name.data or "",
            function=form.function.data or "",
            deciding_body=form.deciding_body.data or "",
            decided_on=form.decided_on.data,
            content_hash=form.seen,
            agreed=tuple(form.agreed.data or ()),
        )
        try:
            service.sign(db(), actor(), record, signing)
        except RefusedError as refused:
            form.show(refused)
            form.content_hash.data = content_hash(file, partner.id)
        else:
            tell(Text("You signed for %(name)s.", name=partner.name))
            return redirect(url_for(".checklist", public_id=record.public_id), code=303)
    todo = next(one for one in checklist_of(record, file).partners if one.partner == partner)
    signature = current_signatures(file).get(partner.id)
    return page(
        "sign",
        record,
        code=form.status,
        form=form,
        file=file,
        partner=partner,
        lines_of=file.lines_of(partner.id),
        paid=file.funding_of(partner.id),
        account=file.account_of(partner.id),
        account_number=_number(file.account_of(partner.id)),
        expected=file.expected_of(partner.id),
        promises=file.promises_of(partner.id),
        declared=[
            (LABELS[name], value) for name, value in declared_by(file.declarations.of(partner.id))
        ],
        titles={one.id: one.title for one in file.realisations},
        signature=signature,
        changes=[] if signature else queries.changed_since_signing(db(), file, own),
        gaps=[*not_taking_part(partner.consent), *todo.gaps, *_replaced(record, file, own)],
    )


def _replaced(record: Application, file: CaseFile, own: Partner) -> list[Refusal]:
    found = service.replaced_accounts(db(), record, file)
    return [one for one in found if one.place == f"account.{own.public_id}"]


def _number(account: FileAccount | None) -> str:
    return "" if account is None else iban_shown(account.iban)


def _decides(own: Partner) -> str:
    """Return the body that the profile names, as a suggestion; what is signed is what is typed."""
    body = organisations.profile_of(db(), own.organisation_id).decides
    return "" if body is None else words(body)


@bp.route(f"{AT}/indienen", methods=["GET", "POST"])
@permit(Action.SUBMIT_APPLICATION, load=load)
def submit(record: Application) -> ResponseReturnValue:
    form = filled(BaseForm)
    if form.accepted():
        try:
            service.submit(db(), actor(), record)
        except RefusedError as refused:
            form.show(refused)
        else:
            return redirect(url_for(".receipt", public_id=record.public_id), code=303)
    file = whole_file(record)
    return page(
        "submit",
        record,
        code=form.status,
        form=form,
        file=file,
        checklist=checklist_of(record, file),
    )


@bp.route(f"{AT}/intrekken", methods=["GET", "POST"])
@permit(Action.WITHDRAW_APPLICATION, load=load)
def withdraw(record: Application) -> ResponseReturnValue:
    form = filled(ReasonForm)
    if form.accepted():
        try:
            service.withdraw(db(), actor(), record, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("%(number)s is withdrawn.", number=record.number))
            return redirect(url_for(".show", public_id=record.public_id), code=303)
    return page("withdraw", record, code=form.status, form=form, file=whole_file(record))


@bp.route(f"{AT}/heropen", methods=["GET", "POST"])
@permit(Action.REOPEN_APPLICATION, load=load)
def reopen(record: Application) -> ResponseReturnValue:
    form = filled(BaseForm)
    if form.accepted():
        try:
            service.reopen(db(), actor(), record)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("%(number)s is a draft again. Submit it in time.", number=record.number))
            return redirect(url_for(".show", public_id=record.public_id), code=303)
    return page("reopen", record, code=form.status, form=form, file=whole_file(record))


@bp.get(f"{AT}/ontvangstbewijs")
@permit(Action.READ_APPLICATION, load=load)
def receipt(record: Application) -> ResponseReturnValue:
    kept = _snapshot(record)
    return page(
        "receipt",
        record,
        file=file_of(kept.content),
        snapshot=kept,
        receipt=exports.receipt(kept),
    )


@bp.get(f"{AT}/ontvangstbewijs.pdf")
@permit(Action.READ_APPLICATION, load=load)
def receipt_pdf(record: Application) -> ResponseReturnValue:
    return download(exports.receipt_pdf(_snapshot(record)), f"ontvangstbewijs-{record.number}.pdf")


def _snapshot(record: Application) -> Snapshot:
    found = queries.latest_snapshot(db(), record)
    if found is None:
        abort(404)
    return found
