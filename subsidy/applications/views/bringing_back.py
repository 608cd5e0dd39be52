"""The realisations that were removed, to bring one back."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.models import Application
from subsidy.applications.views.frame import AT, bp, load, page
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import BaseForm, filled, sent
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get(f"{AT}/verwijderde-realisaties")
@permit(Action.READ_HISTORY, load=load)
def removed_realisations(record: Application) -> ResponseReturnValue:
    return _removed(record, filled(BaseForm))


@bp.post(f"{AT}/verwijderde-realisaties")
@permit(Action.EDIT_APPLICATION, load=load)
def bring_back(record: Application) -> ResponseReturnValue:
    """Put one of them back, with its path and what was promised about it."""
    form = filled(BaseForm)
    if form.accepted():
        try:
            row = service.bring_back(db(), actor(), record, sent("realisatie"))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("“%(title)s” is back.", title=row.title))
            return redirect(url_for(".realisations", public_id=record.public_id), code=303)
    return _removed(record, form)


def _removed(record: Application, form: BaseForm) -> ResponseReturnValue:
    return page(
        "removed_realisations",
        record,
        code=form.status,
        back=url_for(".realisations", public_id=record.public_id),
        form=form,
        removed=queries.removed_realisations(db(), record),
    )
