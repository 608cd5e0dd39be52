"""The division of files over a jury for who manages it: a trial with its numbers, then applied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications.models import Application
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.core.text import N_, plural
from subsidy.language import hundredths
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain.division import Division, Mode, Pair
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.forms import ApplyForm, DivisionForm
from subsidy.scoring.models import Computation, Juror, Review
from subsidy.scoring.views.blueprint import bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

ROOM = 1  # files above the even share, so that a trial can choose
NEW, STAYS, BEGUN, GOES = N_("new"), N_("stays"), N_("begun"), N_("goes away")
BEGUN_STATES = (ReviewStatus.CLEARED, ReviewStatus.SUBMITTED)


@bp.get("/oproepen/<public_id>/jury/verdeling")
@permit(Action.MANAGE_JURY, load=calls.call)
def division(call: Call) -> ResponseReturnValue:
    return _page(call, None)


@bp.post("/oproepen/<public_id>/jury/verdeling")
@permit(Action.MANAGE_JURY, load=calls.call)
def try_division(call: Call) -> ResponseReturnValue:
    form = filled(DivisionForm)
    if form.accepted():
        try:
            made = service.try_out(db(), actor(), call, form.to_input())
        except RefusedError as refused:
            form.show(refused)
        else:
            return redirect(_after(call, made), code=303)
    return _page(call, form)


def _after(call: Call, made: Computation) -> str:
    if made.has_ended:
        return url_for(".division", public_id=call.public_id)
    return url_for(".computation", public_id=made.public_id)


@bp.post("/oproepen/<public_id>/jury/verdeling/toepassen")
@permit(Action.MANAGE_JURY, load=calls.call)
def apply_division(call: Call) -> ResponseReturnValue:
    form = filled(ApplyForm)
    if not form.accepted():
        return _page(call, form)
    try:
        back, given = service.apply_division(db(), actor(), call, form.trial.data or "")
    except RefusedError as refused:
        form.show(refused)
        return _page(call, form)
    tell(plural("One assignment is saved.", "%(n)s assignments are saved.", given))
    if back:
        tell(plural("One file is taken back.", "%(n)s files are taken back.", back))
    return redirect(url_for(".panel", public_id=call.public_id), code=303)


# The page -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """A juror with a file in a trial: what becomes of the pair, and its affinity."""

    label: str
    state: str
    affinity: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in a trial: the jurors that it gets or loses, and the state of each in the picture."""

    application: Application
    given: Sequence[Given]
    affinity: str
    states: Sequence[str]


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial as the page shows it."""

    division: Division
    rows: Sequence[FileRow]
    loads: Sequence[tuple[str, int, str]]
    keystones: Sequence[str]
    short_jurors: Sequence[str]
    short_files: Sequence[Application]
    new: int
    goes: int


def _page(call: Call, form: DivisionForm | ApplyForm | None) -> ResponseReturnValue:
    jurors, files = queries.jurors(db(), call.id), queries.files(db(), call.id)
    made = queries.latest_division(db(), call.id)
    found = service.division_of(made) if made is not None else None
    page = render_template(
        "scoring/division.html",
        call=call,
        form=form,
        wish=form if isinstance(form, DivisionForm) else _proposed(call, jurors, files),
        made=made,
        trial=None if found is None else _trial(call, found, jurors, files),
        jurors=jurors,
        files=files,
    )
    return page, form.status if form is not None else 200


def _proposed(call: Call, jurors: Sequence[Juror], files: Sequence[Application]) -> DivisionForm:
    """Fill in what fits: the jurors that the regulation asks, and a little room."""
    need = call.versions[-1].regulation.minimum_jurors if call.versions else 2
    share = -(-need * len(files) // max(1, len(jurors)))
    return DivisionForm(mode=Mode.BALANCED.value, need=need, most=share + ROOM, apart=True)


def _trial(
    call: Call, found: Division, jurors: Sequence[Juror], files: Sequence[Application]
) -> Trial:
    reviews = _reviews(call, jurors, files)
    labels = {each.public_id: each.label for each in jurors}
    rows = [_row(found, reviews, file, jurors) for file in files]
    states = [state for row in rows for state in row.states]
    return Trial(
        found,
        rows,
        [_load(found, each) for each in jurors],
        [labels[each] for each in found.keystones if each in labels],
        [labels[each] for each in found.short_jurors if each in labels],
        [each for each in files if each.public_id in found.short_files],
        new=states.count(NEW),
        goes=states.count(GOES),
    )


def _reviews(
    call: Call, jurors: Sequence[Juror], files: Sequence[Application]
) -> Mapping[Pair, Review]:
    names = {each.id: each.public_id for each in jurors}
    numbers = {each.id: each.public_id for each in files}
    return {
        (names[each.juror_id], numbers[each.application_id]): each
        for each in queries.assignments(db(), call.id)
        if each.application_id in numbers
    }


def _row(
    found: Division, reviews: Mapping[Pair, Review], file: Application, jurors: Sequence[Juror]
) -> FileRow:
    pairs = [(juror.public_id, file.public_id) for juror in jurors]
    states = [_state(found, reviews, pair) for pair in pairs]
    values = [found.pairs.get(pair, 0) for pair in pairs]
    given = [
        Given(juror.label, state, hundredths(value))
        for juror, state, value in zip(jurors, states, values, strict=True)
        if state
    ]
    return FileRow(file, given, hundredths(sum(values)), states)


def _state(found: Division, reviews: Mapping[Pair, Review], pair: Pair) -> str:
    review = reviews.get(pair)
    if pair in found.pairs:
        if review is None:
            return NEW
        return BEGUN if review.status in BEGUN_STATES else STAYS
    return GOES if review is not None and review.status is ReviewStatus.ASSIGNED else ""


def _load(found: Division, juror: Juror) -> tuple[str, int, str]:
    number = sum(one == juror.public_id for one, _ in found.pairs)
    return juror.label, number, str(number)
