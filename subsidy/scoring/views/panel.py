"""The jury of a call for who manages it: seats, and which juror has which file. Never a mark."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.accounts.models import Person
from subsidy.applications.models import Application
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import N_, Text, plural
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain.agreements import NOTHING_AGREED, Agreements
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.forms import AssignForm, SeatForm
from subsidy.scoring.models import Juror, Review
from subsidy.scoring.views.blueprint import address, bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, sent
from subsidy.web.session import db
from subsidy.web.templating import tell

STATES: Mapping[ReviewStatus, Text] = {
    ReviewStatus.ASSIGNED: Text(N_("assigned")),
    ReviewStatus.CLEARED: Text(N_("no conflict declared")),
    ReviewStatus.BLOCKED: Text(N_("conflict declared")),
    ReviewStatus.SUBMITTED: Text(N_("scored")),
    ReviewStatus.RELEASED: Text(N_("dropped out")),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One juror and one file: a state, a conflict with its reason, or a box to tick."""

    juror: Juror
    box: str
    review: Review | None
    reason: Text | None
    is_late: bool = False

    @property
    def state(self) -> Text | None:
        return None if self.review is None else STATES[self.review.status]

    @property
    def can_take_back(self) -> bool:
        return self.review is not None and self.review.status is ReviewStatus.ASSIGNED


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file with a cell per juror."""

    application: Application
    cells: Sequence[Cell]

    @property
    def jurors(self) -> int:
        """How many jurors judge it; who has a conflict does not."""
        return sum(c.review is not None and not c.review.is_blocked for c in self.cells)


@bp.get("/oproepen/<public_id>/jury")
@permit(Action.MANAGE_JURY, load=calls.call)
def panel(call: Call) -> ResponseReturnValue:
    return _page(call, _seat_form(call), AssignForm())


@bp.post("/oproepen/<public_id>/jury/leden")
@permit(Action.MANAGE_JURY, load=calls.call)
def seat(call: Call) -> ResponseReturnValue:
    form = _seat_form(call)
    if form.accepted():
        try:
            juror = service.seat(
                db(), actor(), call, _chosen(call, form), is_chair=form.is_chair.data
            )
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("There is a seat for %(label)s now.", label=juror.label))
            return redirect(url_for(".panel", public_id=call.public_id), code=303)
    return _page(call, form, AssignForm())


@bp.post("/oproepen/<public_id>/jury/toewijzing")
@permit(Action.MANAGE_JURY, load=calls.call)
def assign(call: Call) -> ResponseReturnValue:
    form = filled(AssignForm)
    try:
        given = service.assign_all(db(), actor(), _pairs(call, form))
    except RefusedError as refused:
        form.show(refused)
        return _page(call, _seat_form(call, typed=False), form)
    tell(plural("One assignment is saved.", "%(n)s assignments are saved.", len(given)))
    return redirect(url_for(".panel", public_id=call.public_id), code=303)


@bp.post("/oproepen/<public_id>/jury/terugnemen")
@permit(Action.MANAGE_JURY, load=calls.call)
def unassign(call: Call) -> ResponseReturnValue:
    review = queries.assignment(db(), call.id, sent("review"))
    if review is None:
        raise refuse(Text("This file is not with this juror any more. Open the page again."))
    service.unassign(db(), actor(), review)
    tell(Text("The juror does not have this file any more."))
    return redirect(url_for(".panel", public_id=call.public_id), code=303)


# What was typed -----------------------------------------------------------------------------------


def _seat_form(call: Call, *, typed: bool = True) -> SeatForm:
    form = filled(SeatForm) if typed else SeatForm()
    form.offer(
        (person.public_id, _with_employer(person))
        for person in queries.candidates_for_jury(db(), call.id)
    )
    return form


def _with_employer(person: Person) -> str:
    return f"{person.name} ({person.employer.name})" if person.employer else person.name


def _chosen(call: Call, form: SeatForm) -> Person:
    people = queries.candidates_for_jury(db(), call.id)
    found = next((each for each in people if each.public_id == form.person.data), None)
    if found is None:
        raise refuse(
            Text("This person cannot get a seat. Choose somebody from the list."), "person"
        )
    return found


def _pairs(call: Call, form: AssignForm) -> Sequence[tuple[Juror, Application]]:
    jurors = {juror.public_id: juror for juror in queries.jurors(db(), call.id)}
    files = {file.public_id: file for file in queries.files(db(), call.id)}
    ticked = form.pairs(request.form.getlist("box"))
    if not all(juror in jurors and file in files for juror, file in ticked):
        raise refuse(Text("A juror or a file is not in the table any more. Open the page again."))
    return [(jurors[juror], files[file]) for juror, file in ticked]


# The page -----------------------------------------------------------------------------------------


def _page(call: Call, seat_form: SeatForm, assign_form: AssignForm) -> ResponseReturnValue:
    jurors = queries.jurors(db(), call.id)
    rows = _rows(call, jurors)
    refused = assign_form if assign_form.errors else seat_form
    page = render_template(
        "scoring/panel.html",
        call=call,
        call_url=address("calls.show", public_id=call.public_id),
        jurors=jurors,
        rows=rows,
        load=_load(rows),
        minimum=call.versions[-1].regulation.minimum_jurors if call.versions else None,
        form=refused,
        seat_form=seat_form,
        ticked=frozenset(request.form.getlist("box")),
    )
    return page, refused.status


def _load(rows: Sequence[FileRow]) -> Mapping[int, int]:
    """Return how many files each juror judges."""
    return Counter(
        cell.juror.id
        for row in rows
        for cell in row.cells
        if cell.review is not None and not cell.review.is_blocked
    )


def _rows(call: Call, jurors: Sequence[Juror]) -> Sequence[FileRow]:
    files = queries.files(db(), call.id)
    known = _Known.of(call, jurors, files)
    return [FileRow(file, [known.cell(juror, file) for juror in jurors]) for file in files]


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that decides what stands in a cell, read at once."""

    reviews: Mapping[tuple[int, int], Review]
    held: queries.Against
    agreed: Agreements

    @classmethod
    def of(cls, call: Call, jurors: Sequence[Juror], files: Sequence[Application]) -> "_Known":
        given = queries.assignments(db(), call.id)
        held = queries.against(db(), jurors, files)
        kept = queries.agreements(db(), call.id)
        agreed = NOTHING_AGREED if kept is None else kept.agreed
        return cls({each.pair: each for each in given}, held, agreed)

    def cell(self, juror: Juror, file: Application) -> Cell:
        review = self.reviews.get((juror.id, file.id))
        box = f"{juror.public_id}.{file.public_id}"
        late = review is not None and self.agreed.is_late(review.submitted_at)
        return Cell(juror, box, review, self._reason(juror, file), late)

    def _reason(self, juror: Juror, file: Application) -> Text | None:
        if juror.left_at is not None:
            return Text("dropped out")
        found = self.held.reasons(juror.id, file.id)
        return found[0].evidence if found else None
