"""To which account a partner is paid: whole for itself and the agency, masked for the others."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.accounts import FileAccount, letter_key
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.completion import account_given
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.forms import AccountForm, account_values
from subsidy.applications.models import Application, Attachment, Partner
from subsidy.applications.views.attaching import sent_as_it_is
from subsidy.applications.views.completed import sees_account
from subsidy.applications.views.frame import (
    AT,
    bp,
    load,
    page,
    partner_in_address,
    whole_file,
)
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain.accounts import iban_shown
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.files import is_scanned, store
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get(f"{AT}/rekening/<partner>")
@permit(Action.READ_APPLICATION, load=load)
def account(record: Application) -> ResponseReturnValue:
    row = partner_in_address(record)
    file = whole_file(record)
    partner, found = file.partner(row.public_id), file.account_of(row.public_id)
    if found is None and not file.is_paid(partner):
        abort(404)
    seen = sees_account(row)
    letter = queries.letter(db(), row) if seen else None
    return page(
        "account",
        record,
        back=url_for(".partners", public_id=record.public_id),
        key=Key.PARTNERS,
        partner=partner,
        found=found,
        number=found and (iban_shown(found.iban) if seen else found.masked),
        letter=letter,
        letter_url=None if letter is None else _letter_url(record, row, letter),
        own=_is_own(row),
        seen=seen,
        asked_by_agency=_is_sealed(record),
        given_since=_is_sealed(record)
        and account_given(queries.completions(db(), record), row.public_id),
        replaced=[
            one.text
            for one in service.replaced_accounts(db(), record, file)
            if one.place == f"account.{row.public_id}" and record.status is Status.DRAFT
        ],
    )


def _letter_url(record: Application, row: Partner, letter: Attachment) -> str | None:
    if letter.scan is Scan.INFECTED:
        return None
    return url_for(".account_letter", public_id=record.public_id, partner=row.public_id)


@bp.get(f"{AT}/rekening/<partner>/brief")
@permit(Action.READ_APPLICATION, load=load)
def account_letter(record: Application) -> ResponseReturnValue:
    row = partner_in_address(record)
    letter = queries.letter(db(), row) if sees_account(row) else None
    if letter is None:
        abort(404)
    return sent_as_it_is(letter)


@bp.route(f"{AT}/rekening/<partner>/wijzig", methods=["GET", "POST"])
@permit(Action.CHOOSE_ACCOUNT, load=load)
def edit_account(record: Application) -> ResponseReturnValue:
    row = partner_in_address(record)
    file = whole_file(record)
    partner, stored = file.partner(row.public_id), file.account_of(row.public_id)
    if not _is_own(row) or (stored is None and not file.is_paid(partner)):
        abort(404)
    on_file = organisations.accounts_on_file(db(), [row.organisation_id]).get(row.organisation_id)
    form = filled(
        AccountForm,
        data=account_values(stored, on_file=on_file is not None),
        version=row.account_version,
    )
    if form.accepted():
        try:
            service.save_account(db(), actor(), record, row, _wanted(form, partner.id))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The account of %(name)s is saved.", name=partner.name))
            return _to_account(record, row)
    return page(
        "edit_account",
        record,
        code=form.status,
        back=url_for(".account", public_id=record.public_id, partner=row.public_id),
        key=Key.PARTNERS,
        form=form,
        conflict=form.conflict,
        partner=partner,
        enclosed=_name_of_letter(stored),
        on_file=None if on_file is None else iban_shown(on_file.iban),
        holder_on_file=None if on_file is None else on_file.holder,
    )


def _to_account(record: Application, row: Partner) -> ResponseReturnValue:
    url = url_for(".account", public_id=record.public_id, partner=row.public_id)
    return redirect(url, code=303)


def _name_of_letter(stored: FileAccount | None) -> str:
    return "" if stored is None or stored.letter is None else stored.letter.name


def _wanted(form: AccountForm, partner_id: str) -> service.Choosing:
    sent = form.sent()
    letter = sent and service.Enclosing(
        store=store(),
        files=[service.Sent(*sent)],
        question=letter_key(partner_id),
        scanned=is_scanned(),
    )
    return service.Choosing(typed=form.to_input(), version=form.read_version, letter=letter)


def _is_sealed(record: Application) -> bool:
    """Whether the file was submitted and the call closed: nobody brings it back any more."""
    closes = record.call.closes_at
    return record.status is not Status.DRAFT and closes is not None and closes <= actor().now


def _is_own(row: Partner) -> bool:
    return row.organisation_id == actor().organisation_id
