"""By what one sees that a project works: what is counted, now and in each year."""

from collections.abc import Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.checklist import Checklist, part_of
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.indicators import place, target_place
from subsidy.applications.forms import (
    VersionedForm,
    indicator_values,
    indicators_form,
    indicators_of,
    rows_on_page,
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
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db


@bp.route(f"{AT}/indicatoren", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def indicators(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    found = checklist_of(record, file)
    rows, years = _rows(file, found), _years(record, file)
    form = filled(
        indicators_form(rows, years),
        data=indicator_values(file.indicators),
        version=stored_version(record, Key.INDICATORS),
    )
    if form.accepted():
        typed = indicators_of(form, rows, years)
        try:
            service.save_indicators(db(), actor(), record, typed, form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            said = Text("The indicators are saved.")
            return done(record, Key.INDICATORS, said, url_for(".show", public_id=record.public_id))
    return page(
        "indicators",
        record,
        code=form.status,
        form=form,
        conflict=form.conflict,
        key=Key.INDICATORS,
        part=Key.INDICATORS,
        rows=[_fields(form, row, file.years, years) for row in range(rows)],
        dated=bool(file.years),
        findings=[one for one in found.findings if part_of(one) is Key.INDICATORS],
    )


def _rows(file: CaseFile, found: Checklist) -> int:
    """Return how many rows the page has: none when the call asks for none and none is there."""
    if all(step.key is not Key.INDICATORS for step in found.steps):
        return 0
    return rows_on_page(len(file.indicators), request.form)


def _years(record: Application, file: CaseFile) -> tuple[int, ...]:
    """Return the years of the project, those after it, and those that already have a target."""
    after = queries.years_after(file, queries.regulation(record))
    there = (target.year for one in file.indicators for target in one.targets)
    return tuple(sorted({*file.years, *after, *there}))


def _fields(
    form: VersionedForm, row: int, project: Sequence[int], years: Sequence[int]
) -> dict[str, object]:
    """Return the fields of one row by their name; the targets within the project and after it."""
    names = ("measure", "own", "group", "unit", "baseline", "measured_on", "source")
    return {
        **{name: form[place(name, row)] for name in names},
        "targets": [form[target_place(row, year)] for year in years if year in project],
        "later": [form[target_place(row, year)] for year in years if year not in project],
    }
