"""The budget as a workbook: download it, fill it in, send it back."""

from collections.abc import Mapping

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import exports, imports, queries, service
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.form import Key
from subsidy.applications.forms import BudgetBookForm
from subsidy.applications.models import Application
from subsidy.applications.views.frame import AT, bp, load, page, stored_version, whole_file
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.documents.reading import at_field
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

FILE = "bestand"  # the field of the workbook


@bp.get(f"{AT}/begroting.xlsx")
@permit(Action.EDIT_APPLICATION, load=load)
def budget_workbook(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    kinds = queries.regulation(record).cost_types
    content = exports.budget_book(file, kinds, _shown(_versions(record, file)), clock.now())
    return download(content, f"begroting {record.number}.xlsx")


@bp.route(f"{AT}/begroting-uit-excel", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def budget_from_workbook(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    form = filled(BudgetBookForm)
    if form.accepted():
        kinds, versions = queries.regulation(record).cost_types, _versions(record, file)
        try:
            read = imports.read_budget(form.content(), file, kinds, _shown(versions))
            service.save_whole(db(), actor(), record, read.lines, read.funding, versions)
        except RefusedError as refused:
            form.show(at_field(refused, FILE))
        else:
            tell(Text("The budget of the workbook is saved."))
            return redirect(url_for(".budget", public_id=record.public_id), code=303)
    return page(
        "budget_book",
        record,
        code=form.status,
        form=form,
        back=url_for(".budget", public_id=record.public_id),
    )


def _versions(record: Application, file: CaseFile) -> dict[str, int]:
    """Return the version of each part that a workbook holds, by the key of the part."""
    keys = (Key.BUDGET, *(queries.funding_key(partner.id) for partner in file.partners))
    return {key: stored_version(record, key) for key in keys}


def _shown(versions: Mapping[str, int]) -> dict[str, str]:
    """Return, by partner, what its rows carry: the versions of all amounts and of its own.

    The letter in front keeps a spreadsheet from taking it for a number or a date.
    """
    return {
        key.partition(":")[2]: f"v{versions[Key.BUDGET]}.{version}"
        for key, version in versions.items()
        if key != Key.BUDGET
    }
