"""Who of one's own organisation does what: roles in one file, and the work of who leaves."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.accounts import queries as people
from subsidy.accounts.models import Person, PersonMandate
from subsidy.applications import queries, service
from subsidy.applications.forms import HeirForm, PersonForm, RoleForm
from subsidy.applications.models import Application
from subsidy.applications.views.frame import AT, bp, load, page
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import N_, Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, options
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route(f"{AT}/rollen", methods=["GET", "POST"])
@permit(Action.GIVE_ROLE, load=load)
def roles(record: Application) -> ResponseReturnValue:
    """Show who acts for one's own organisation in this file, and give somebody a role in it."""
    form = filled(RoleForm)
    if form.accepted():
        try:
            person = service.give_role(db(), actor(), record, form.to_input(), form.chosen_kind)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("%(name)s has a role in this application.", name=person.name))
            return redirect(url_for(".roles", public_id=record.public_id), code=303)
    own = _own()
    return page(
        "roles",
        record,
        code=form.status,
        back=url_for(".partners", public_id=record.public_id),
        form=form,
        held=[
            (person, mandate)
            for person in people.members_of(db(), own)
            for mandate in _held(person)
            if mandate.file_id in (None, record.public_id)
        ],
    )


@bp.post(f"{AT}/rollen/trek-in")
@permit(Action.GIVE_ROLE, load=load)
def take_role(record: Application) -> ResponseReturnValue:
    form = filled(PersonForm)
    person = _member(form.person.data or "")
    kind = form.chosen_kind
    if person is None or kind is None or not form.accepted():
        raise refuse(Text("This person has no such role in this application any more."))
    service.take_role(db(), actor(), record, person, kind)
    tell(Text("%(name)s no longer has this role.", name=person.name))
    return redirect(url_for(".roles", public_id=record.public_id), code=303)


@bp.get("/organisatie/overdracht")
@permit(Action.HAND_OVER)
def colleagues() -> ResponseReturnValue:
    """Show who works for one's own organisation, to choose the colleague who leaves."""
    return render_template(
        "applications/colleagues.html",
        members=[(person, _held(person)) for person in people.members_of(db(), _own())],
    )


@bp.route("/organisatie/overdracht/<person>", methods=["GET", "POST"])
@permit(Action.HAND_OVER)
def hand_over(person: str) -> ResponseReturnValue:
    """Show all that a colleague has, then hand all of it over in one act."""
    leaver = _member(person)
    if leaver is None:
        abort(404)
    form = _heirs(leaver)
    if form.accepted():
        try:
            heir = _member(form.heir.data or "")
            if heir is None:
                raise refuse(Text("Choose who takes over."), "heir")
            service.hand_over(db(), actor(), leaver, heir)
        except RefusedError as refused:
            form.show(refused)
        else:
            words = {"leaver": leaver.name, "heir": heir.name}
            tell(Text("%(heir)s has everything of %(leaver)s from now on.", **words))
            return redirect(url_for(".colleagues"), code=303)
    held = _held(leaver)
    shown = render_template(
        "applications/hand_over.html",
        form=form,
        leaver=leaver,
        held=held,
        files=queries.titles(db(), [mandate.file_id for mandate in held if mandate.file_id]),
        named=queries.drafts_of_contact(db(), _own(), leaver.email),
    )
    return shown, form.status


def _heirs(leaver: Person) -> HeirForm:
    form = filled(HeirForm)
    form.heir.choices = options(
        ("", N_("Choose a colleague")),
        *(
            (one.public_id, one.name)
            for one in people.members_of(db(), _own())
            if one.id != leaver.id
        ),
    )
    return form


def _own() -> int:
    return actor().organisation_id or 0


def _held(person: Person) -> list[PersonMandate]:
    return [each for each in person.mandates if each.organisation_id == _own()]


def _member(public_id: str) -> Person | None:
    """Return a colleague; people of other organisations do not exist here."""
    members = people.members_of(db(), _own())
    return next((one for one in members if one.public_id == public_id), None)
