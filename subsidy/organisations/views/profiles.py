"""What one's own organisation says of itself once, and the account that the agency confirms."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.organisations import forms, queries, service
from subsidy.organisations.domain.accounts import iban_masked, iban_shown
from subsidy.organisations.queries import Kept
from subsidy.organisations.views.blueprint import bp
from subsidy.policy import Action, allows
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, filters
from subsidy.web.paging import SIZE, Page, page_number
from subsidy.web.session import db
from subsidy.web.templating import tell

AT = "/organisatie/<public_id>"


@bp.get("/profielen")
@permit(Action.LIST_PROFILES)
def profiles() -> ResponseReturnValue:
    """List what organisations said of themselves, without any account number."""
    form = filters(forms.ProfileFilter)
    state = form.to_input()
    total = queries.count_profiles(db(), state)
    number = page_number(total)
    found = queries.listed_profiles(db(), state, limit=SIZE, offset=(number - 1) * SIZE)
    return render_template(
        "organisations/profiles.html",
        form=form,
        narrowed=state is not None,
        page=Page(found, number, total),
    )


@bp.get(f"{AT}/profiel")
@permit(Action.READ_PROFILE, load=queries.kept)
def profile(found: Kept) -> ResponseReturnValue:
    shown = iban_shown if allows(actor(), Action.READ_ACCOUNT, found) else iban_masked
    return render_template(
        "organisations/profile.html",
        found=found,
        profile=found.profile,
        account=shown(found.profile.iban) or None,
        on_file=None if found.on_file is None else shown(found.on_file.iban),
    )


@bp.route(f"{AT}/profiel/wijzig", methods=["GET", "POST"])
@permit(Action.EDIT_PROFILE, load=queries.kept)
def edit_profile(found: Kept) -> ResponseReturnValue:
    form = filled(forms.ProfileForm, data=forms.values(found.profile), version=str(found.version))
    if form.accepted():
        try:
            service.save_profile(db(), actor(), found, form.to_input(), form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The profile of %(name)s is saved.", name=found.organisation.name))
            return _to_profile(found)
    return render_template("organisations/edit_profile.html", found=found, form=form), form.status


@bp.route(f"{AT}/rekening", methods=["GET", "POST"])
@permit(Action.CONFIRM_ACCOUNT, load=queries.kept)
def confirm_account(found: Kept) -> ResponseReturnValue:
    """Show the account that an organisation filled in, then put it on file."""
    form = filled(forms.ConfirmForm, version=str(found.version))
    if form.accepted():
        try:
            service.confirm_account(db(), actor(), found, form.version.number)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The account of %(name)s is on file.", name=found.organisation.name))
            return _to_profile(found)
    shown = render_template(
        "organisations/confirm_account.html",
        found=found,
        form=form,
        profile=found.profile,
        account=iban_shown(found.profile.iban),
        before=None if found.on_file is None else iban_shown(found.on_file.iban),
    )
    return shown, form.status


def _to_profile(found: Kept) -> ResponseReturnValue:
    return redirect(url_for(".profile", public_id=found.organisation.public_id), code=303)
