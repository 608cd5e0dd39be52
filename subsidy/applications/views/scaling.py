"""How a realisation gets beyond the pilot: a page per realisation."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.scaling import (
    STEP_LABELS,
    Size,
    letter_place,
    need_place,
    step_place,
)
from subsidy.applications.forms import scaling_form, scaling_typed, scaling_values, step_rows
from subsidy.applications.models import Application
from subsidy.applications.views.frame import (
    AT,
    bp,
    in_address,
    load,
    page,
    stored_version,
    whole_file,
)
from subsidy.applications.views.unasked import done
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db


@bp.route(f"{AT}/realisaties/<realisation>/opschaling", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def scaling(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    one = next((x for x in file.realisations if x.id == in_address("realisation")), None)
    if one is None:
        abort(404)
    stored, key = file.scaling_of(one.id), queries.scaling_key(one.id)
    rows = step_rows(len(stored.steps), request.form)
    files = [(each.id, each.name) for each in file.attachments]
    form = filled(
        scaling_form(rows, one.adopters, files),
        data=scaling_values(stored, one.adopters),
        version=stored_version(record, key),
    )
    back = url_for(".realisations", public_id=record.public_id)
    if form.accepted():
        typed = scaling_typed(form, one.id, rows, one.adopters)
        try:
            service.save_scaling(db(), actor(), record, typed, form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            said = Text("The path of “%(title)s” beyond the pilot is saved.", title=one.title)
            return done(record, key, said, back)
    return page(
        "scaling",
        record,
        code=form.status,
        back=back,
        form=form,
        conflict=form.conflict,
        part=key,
        realisation=one,
        needs=[form[need_place(size)] for size in Size],
        steps=[{name: form[step_place(name, row)] for name in STEP_LABELS} for row in range(rows)],
        letters=[form[letter_place(at)] for at in range(len(one.adopters))],
        files=files,
    )
