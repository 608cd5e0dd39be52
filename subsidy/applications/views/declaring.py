"""What the rules of the call ask an applicant to declare; often they ask nothing."""

from flask import url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.checklist import part_of
from subsidy.applications.domain.declarations import ASKED
from subsidy.applications.domain.form import Key
from subsidy.applications.forms import (
    declarations_form,
    declared,
    declared_values,
    names_per_partner,
)
from subsidy.applications.models import Application
from subsidy.applications.views.frame import (
    AT,
    bp,
    checklist_of,
    load,
    page,
    stored_version,
    whole_file,
)
from subsidy.applications.views.unasked import done
from subsidy.calls.domain.rules import asked_facts
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db


@bp.route(f"{AT}/verklaringen", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def declarations(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    asked = asked_facts(queries.regulation(record).requirements) & ASKED
    form = filled(
        declarations_form(file, asked),
        data=declared_values(file.declarations),
        version=stored_version(record, Key.DECLARATIONS),
    )
    if form.accepted():
        typed = declared(form, file)
        try:
            service.save_declarations(db(), actor(), record, typed, form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            said = Text("The declarations are saved.")
            return done(
                record, Key.DECLARATIONS, said, url_for(".show", public_id=record.public_id)
            )
    found = checklist_of(record, file)
    return page(
        "declarations",
        record,
        code=form.status,
        form=form,
        conflict=form.conflict,
        file=file,
        key=Key.DECLARATIONS,
        part=Key.DECLARATIONS,
        asked=asked,
        per_partner=names_per_partner(asked),
        findings=[one for one in found.findings if part_of(one) is Key.DECLARATIONS],
    )
