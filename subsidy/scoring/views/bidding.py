"""The page on which a juror says which files to judge, before they are divided."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.forms import BidsForm, EarlyConflictForm, bids_form, place_of
from subsidy.scoring.queries import Biddable
from subsidy.scoring.views.blueprint import bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, sent
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/jury/wensen", methods=["GET", "POST"])
@permit(Action.BID)
def bids() -> ResponseReturnValue:
    """Show the files that can still be given to this juror; take what is asked for."""
    files = queries.biddable(db(), actor().id)
    asking, conflict = _asking(files), _conflict(files)
    form = conflict if sent("then") == "conflict" else asking
    if request.method == "POST" and form.accepted():
        try:
            if form is conflict:
                _declare(files, conflict)
            else:
                service.save_bids(db(), actor(), files, asking.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(_told(declared=form is conflict))
            return redirect(url_for(".bids"), code=303)
    page = render_template(
        "scoring/bids.html",
        files=files,
        form=form,
        asking=asking,
        conflict=conflict,
        place_of=place_of,
    )
    return page, form.status


def _asking(files: Sequence[Biddable]) -> BidsForm:
    kind = bids_form({each.application.public_id: each.application.number for each in files})
    kept = {place_of(each.application.public_id): each.bid or "" for each in files}
    return kind(data=kept) if sent("then") == "conflict" else filled(kind, **kept)


def _conflict(files: Sequence[Biddable]) -> EarlyConflictForm:
    form = filled(EarlyConflictForm) if sent("then") == "conflict" else EarlyConflictForm()
    form.offer(
        {
            each.application.public_id: f"{each.application.number}, {each.application.title}"
            for each in files
        }
    )
    return form


def _declare(files: Sequence[Biddable], form: EarlyConflictForm) -> None:
    found = next((each for each in files if each.application.public_id == form.file.data), None)
    if found is None:
        raise refuse(Text("Choose a file from the list."), "file")
    kind = ConflictKind(form.kind.data)
    service.declare_early(db(), actor(), found, kind, form.reason.data or "")


def _told(*, declared: bool) -> Text:
    if declared:
        return Text("You declared a conflict of interest. You do not see this file any more.")
    return Text("What you want to judge is saved.")
