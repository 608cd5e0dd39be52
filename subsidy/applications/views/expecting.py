"""What partners expect of each other when the subsidy stops."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import service
from subsidy.applications.domain.expectations import EXPECTATIONS, LABELS, place
from subsidy.applications.forms import (
    expectation_rows,
    expectation_values,
    expectations_form,
    expectations_of,
)
from subsidy.applications.models import Application
from subsidy.applications.views.frame import AT, bp, load, page, stored_version, whole_file
from subsidy.applications.views.unasked import done
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db


@bp.route(f"{AT}/verwachtingen", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def expectations(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    rows = expectation_rows(len(file.expectations), request.form)
    form = filled(
        expectations_form(file, rows),
        data=expectation_values(file.expectations),
        version=stored_version(record, EXPECTATIONS),
    )
    back = url_for(".continuity", public_id=record.public_id)
    if form.accepted():
        try:
            typed = expectations_of(form, rows)
            service.save_expectations(db(), actor(), record, typed, form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            return done(record, EXPECTATIONS, Text("The expectations are saved."), back)
    return page(
        "expectations",
        record,
        code=form.status,
        back=back,
        form=form,
        conflict=form.conflict,
        part=EXPECTATIONS,
        rows=[{name: form[place(name, row)] for name in LABELS} for row in range(rows)],
    )
