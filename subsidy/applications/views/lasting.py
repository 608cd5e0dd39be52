"""What stays: realisations, and who carries each of them on."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.checklist import part_of
from subsidy.applications.domain.form import Key
from subsidy.applications.forms import (
    RealisationForm,
    continuity_form,
    has_more_sources,
    promise_values,
    promises_of,
)
from subsidy.applications.models import Application, Realisation
from subsidy.applications.views.frame import (
    AT,
    bp,
    checklist_of,
    in_address,
    load,
    page,
    stored_version,
    whole_file,
)
from subsidy.applications.views.unasked import done
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import BaseForm, filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get(f"{AT}/realisaties")
@permit(Action.READ_APPLICATION, load=load)
def realisations(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    found = checklist_of(record, file)
    findings = [one for one in found.findings if part_of(one) is Key.REALISATIONS]
    return page("realisations", record, file=file, findings=findings)


@bp.route(f"{AT}/realisaties/nieuw", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def add_realisation(record: Application) -> ResponseReturnValue:
    form = filled(RealisationForm)
    if form.accepted():
        try:
            made = service.add_realisation(db(), actor(), record, form.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("“%(title)s” is added.", title=made.title))
            return _to_realisations(record)
    return _realisation_page(record, form, None)


@bp.route(f"{AT}/realisaties/<realisation>", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def realisation(record: Application) -> ResponseReturnValue:
    row = _row(record)
    record = queries.whole(db(), record)
    form = filled(
        RealisationForm,
        row,
        adopters="\n".join(row.adopters),
        version=stored_version(record, queries.realisation_key(row.public_id)),
    )
    if form.accepted():
        try:
            service.change_realisation(
                db(), actor(), record, row, form.to_input(), form.read_version
            )
        except RefusedError as refused:
            form.show(refused)
        else:
            said = Text("“%(title)s” is saved.", title=row.title)
            key = queries.realisation_key(row.public_id)
            return done(record, key, said, url_for(".realisations", public_id=record.public_id))
    return _realisation_page(record, form, row)


def _realisation_page(
    record: Application, form: RealisationForm, row: Realisation | None
) -> ResponseReturnValue:
    return page(
        "realisation",
        record,
        code=form.status,
        back=url_for(".realisations", public_id=record.public_id),
        form=form,
        conflict=form.conflict,
        row=row,
        key=Key.REALISATIONS,
        part=queries.realisation_key(row.public_id) if row else None,
    )


def _to_realisations(record: Application) -> ResponseReturnValue:
    return redirect(url_for(".realisations", public_id=record.public_id), code=303)


@bp.route(f"{AT}/realisaties/<realisation>/verwijder", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def remove_realisation(record: Application) -> ResponseReturnValue:
    row = _row(record)
    form = filled(BaseForm)
    if form.accepted():
        title = row.title
        try:
            service.remove_realisation(db(), actor(), record, row)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("“%(title)s” is removed.", title=title))
            return _to_realisations(record)
    file = whole_file(record)
    return page(
        "remove_realisation",
        record,
        code=form.status,
        back=url_for(".realisations", public_id=record.public_id),
        form=form,
        row=row,
        promises=file.promises_for(row.public_id),
        expected=[one for one in file.expectations if one.is_whole and one.about == row.public_id],
        names={partner.id: partner.name for partner in file.partners},
    )


def _row(record: Application) -> Realisation:
    found = queries.realisation(db(), record, in_address("realisation"))
    if found is None:
        abort(404)
    return found


# Continuity ---------------------------------------------------------------------------------------


@bp.get(f"{AT}/continuiteit")
@permit(Action.READ_APPLICATION, load=load)
def continuity(record: Application) -> ResponseReturnValue:
    """Show the whole plan as one table per realisation, with what nobody pays yet."""
    file = whole_file(record)
    found = checklist_of(record, file)
    return page(
        "continuity",
        record,
        file=file,
        years=queries.years_after(file, queries.regulation(record)),
        findings=[one for one in found.findings if part_of(one) is Key.CONTINUITY],
        confirmed={one.partner.id for one in found.partners if one.signature},
    )


@bp.route(f"{AT}/continuiteit/<realisation>", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def promises(record: Application) -> ResponseReturnValue:
    row = _row(record)
    file = whole_file(record)
    years = queries.years_after(file, queries.regulation(record))
    form = filled(
        continuity_form(file, years),
        data=promise_values(file.promises_for(row.public_id)),
        version=stored_version(record, queries.continuity_key(row.public_id)),
    )
    if form.accepted():
        typed = promises_of(form, file, row.public_id, years)
        try:
            service.save_promises(db(), actor(), record, row, typed, form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            said = Text("The continuity plan of “%(title)s” is saved.", title=row.title)
            key = queries.continuity_key(row.public_id)
            return done(record, key, said, url_for(".continuity", public_id=record.public_id))
    return page(
        "promises",
        record,
        code=form.status,
        back=url_for(".continuity", public_id=record.public_id),
        form=form,
        conflict=form.conflict,
        row=row,
        file=file,
        years=years,
        bodies=_bodies(record),
        several={
            partner.id: has_more_sources(form, partner.id, years) for partner in file.partners
        },
        part=queries.continuity_key(row.public_id),
    )


def _bodies(record: Application) -> dict[str, Text]:
    """Return which body decides at each partner, as far as its profile says so."""
    ids = {each.organisation_id: each.public_id for each in record.partners}
    known = organisations.profiles(db(), ids)
    return {ids[key]: one.decides.label for key, one in known.items() if one.decides}
