"""What everybody sees of calls: the list, one call, its regulation as PDF."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from subsidy.calls import exports, queries
from subsidy.calls.domain.amending import is_extension
from subsidy.calls.domain.lifecycle import (
    LIFECYCLE,
    NOT_BEGUN,
    Phase,
    Progress,
    Status,
    Window,
    phase,
)
from subsidy.calls.domain.regulation import (
    CONSENSUS,
    Regulation,
    faults,
    remarks,
    worded_boundaries,
    worded_reserve_list,
)
from subsidy.calls.domain.rules import Requirement, explain
from subsidy.calls.models import Amendment, Call, Consultation
from subsidy.calls.views.blueprint import bp
from subsidy.calls.views.concerned import concerned
from subsidy.calls.views.preparing import overlap_warnings
from subsidy.core.errors import Refusal
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import permit, public, someone
from subsidy.web.files import download
from subsidy.web.session import db
from subsidy.web.templating import can

Ask = Callable[[Session, Sequence[Call]], Mapping[int, Progress]]

# Where each part of a draft is edited, by the first word of a fault's place.
PART_OF = {
    "oproep": "doel",
    "voorbereiding": "voorbereiding",
    "bedragen": "geld",
    "project": "geld",
    "regels": "regels",
    "criteria": "criteria",
    "beoordeling": "beoordeling",
    "schijven": "beoordeling",
    "continuiteit": "beoordeling",
    "beroep": "beoordeling",
    "formulier": "formulier",
    "verantwoording": "beoordeling",
    "documenten": "beoordeling",
    "betaling": "beoordeling",
}


def part_of(refusal: Refusal) -> str:
    """Return the part of the editor in which a fault, or a concern, can be mended."""
    section = (refusal.place or "").split(".")[0].split("[")[0]
    return PART_OF.get(section, "doel")


def of_part(part: str, refusals: Sequence[Refusal]) -> list[Refusal]:
    return [each for each in refusals if part_of(each) == part]


@dataclass(frozen=True, slots=True)
class Shown:
    """A call with what is derived from it at this instant."""

    call: Call
    phase: Phase


def all_shown(calls: Sequence[Call]) -> list[Shown]:
    """Return calls with their phase; what became of closed ones is asked once for all."""
    now = clock.now()
    consulted = queries.periods(db(), calls)
    closed = [each for each in calls if each.is_public and _passed(each.closes_at, now)]
    known = current_app.extensions["progress"](db(), closed)
    return [
        Shown(
            each, phase(each.status, _window(each, consulted), now, known.get(each.id, NOT_BEGUN))
        )
        for each in calls
    ]


def _passed(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now


def _window(call: Call, consulted: Mapping[int, tuple[datetime, datetime]]) -> Window:
    first, end = consulted.get(call.id, (None, None))
    return Window(
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        consulted_from=first,
        consulted_until=end,
    )


def init_app(app: Flask, progress: Ask) -> None:
    """Tell the pages of calls whom to ask what became of the files; they know no jury."""
    app.extensions["progress"] = progress


@bp.get("")
@public
def index() -> ResponseReturnValue:
    calls = all_shown(queries.public_calls(db()))
    wanted = request.args.get("fase", "")
    chosen = [each for each in calls if wanted in ("", each.phase.value)]
    return render_template(
        "calls/index.html", calls=chosen, phases=tuple(Phase), wanted=wanted, followed=_followed()
    )


def _followed() -> bool:
    asking = someone()
    own = None if asking is None else asking.organisation_id
    return queries.subscription(db(), own) is not None


@bp.get("/<public_id>")
@permit(Action.READ_CALL, load=queries.call, visitors=True)
def show(call: Call) -> ResponseReturnValue:
    published = call.versions[-1] if call.versions else None
    regulation = published.regulation if published else _readable(call)
    return render_template(
        "calls/show.html",
        call=call,
        phase=all_shown([call])[0].phase,
        version=published,
        regulation=regulation,
        boundaries=worded_boundaries(regulation.boundaries) if regulation else (),
        consensus=CONSENSUS if regulation and regulation.consensus_counts else None,
        reserve_list=worded_reserve_list(regulation) if regulation else (),
        rules=_sentences(regulation, regulation.conditions if regulation else ()),
        advice=_sentences(regulation, regulation.advice if regulation else ()),
        todo=() if published else [(part_of(each), each) for each in remarks(call.draft)],
        concerns=_concerns(call),
        actions=LIFECYCLE.actions(call.status),
        changes=_changes(call),
        wishes=queries.wishes(db(), call),
        consultation=_consultation(call),
        now=clock.now(),
    )


def _consultation(call: Call) -> Consultation | None:
    """Return what local authorities said of the draft, for whoever may read it."""
    found = queries.consultation_of(db(), call.id)
    return found if found is not None and can(Action.READ_CONSULTATION, found) else None


def _concerns(call: Call) -> list[tuple[str, Refusal]]:
    """Return what its authors must think about, while they can still change it."""
    if call.status is not Status.DRAFT or not can(Action.EDIT_CALL, call):
        return []
    of_others = [("voorbereiding", Refusal(text)) for text in overlap_warnings(call)]
    return [*((part_of(each), each) for each in concerned(call)), *of_others]


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of the regulation; ``later``: of the deadline alone."""

    change: Amendment
    later: bool


def _changes(call: Call) -> tuple[Changed, ...]:
    """Return what changed since the call was published, the newest first."""
    if not call.versions:
        return ()
    return tuple(
        Changed(each, is_extension(each.before, each.regulation))
        for each in queries.amendments(db(), call)
        if each.is_public or can(Action.LIST_CALLS)
    )


def _readable(call: Call) -> Regulation | None:
    return None if faults(call.draft) else exports.regulation_of(call)


def _sentences(
    regulation: Regulation | None, requirements: Sequence[Requirement]
) -> tuple[Text, ...]:
    if regulation is None:
        return ()
    return tuple(explain(each, regulation.terms) for each in requirements)


@bp.get("/<public_id>/reglement.pdf")
@permit(Action.READ_CALL, load=queries.call, visitors=True)
def regulation_pdf(call: Call) -> ResponseReturnValue:
    return download(exports.regulation_pdf(call, clock.now()), f"reglement-{call.title}.pdf")
