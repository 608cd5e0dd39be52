"""The versions of the questions of a call: each save is one, to be read and to be put back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.calls import forms, queries, service
from subsidy.calls.domain.questions import read_draft
from subsidy.calls.domain.regulation import worded_form
from subsidy.calls.models import Call, DraftPart
from subsidy.calls.views.blueprint import bp
from subsidy.calls.views.editing import sent_version
from subsidy.core.errors import refuse
from subsidy.core.text import N_, Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import sent
from subsidy.web.session import db
from subsidy.web.templating import tell

PART = "formulier"
AT = f"/<public_id>/bewerk/{PART}/versies"
TITLE = N_("Form")


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What a colleague saved while somebody else had the page of the questions open."""

    saved: DraftPart
    pairs: tuple[forms.Pair, ...]


def questions_in(content: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = content.get(PART, {})
    return found


def saved_meanwhile(call: Call, seen: int) -> Meanwhile | None:
    """Return what was saved since the version that was on the screen; None: nothing."""
    found = queries.versions_of_part(db(), call, PART)
    if not found or found[0].number <= seen:
        return None
    before = next((each.content for each in found if each.number <= seen), {})
    return Meanwhile(found[0], _pairs(before, found[0].content))


def _pairs(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[forms.Pair, ...]:
    one, other = (read_draft(questions_in(each))[0] for each in (first, second))
    return forms.pairs_of(worded_form(one, other))


@bp.get(AT)
@permit(Action.EDIT_CALL, load=queries.call)
def form_versions(call: Call) -> ResponseReturnValue:
    """Show every version of the questions, and one beside those of now."""
    found = queries.versions_of_part(db(), call, PART)
    wanted = request.args.get("versie", "")
    chosen = next((each for each in found if str(each.number) == wanted), None)
    if chosen is None and len(found) > 1:
        chosen = found[1]
    return render_template(
        "calls/versions.html",
        call=call,
        part_title=Text(TITLE),
        back=url_for(".form", public_id=call.public_id),
        here=url_for(".form_versions", public_id=call.public_id),
        writable=not service.not_writable(call, actor()),
        found=found,
        chosen=chosen,
        pairs=chosen and _pairs(chosen.content, call.draft),
    )


@bp.post(AT)
@permit(Action.EDIT_CALL, load=queries.call)
def restore_form(call: Call) -> ResponseReturnValue:
    """Save earlier questions again: what was written in between stays a version too."""
    found = queries.versions_of_part(db(), call, PART)
    chosen = next((each for each in found if str(each.number) == sent("versie")), None)
    if chosen is None:
        raise refuse(Text("This version does not exist. Choose one of the list."))
    service.save_form(db(), actor(), call, questions_in(chosen.content), sent_version())
    tell(Text("The earlier version of this part is back."))
    return redirect(url_for(".form", public_id=call.public_id), code=303)
