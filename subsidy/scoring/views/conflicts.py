"""The conflicts of interest of a jury: all that stands, and the chair who confirms or lifts it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications.models import Application
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain.conflicts import Noted, Reason, Ruling, Source
from subsidy.scoring.forms import DiscloseForm, RulingForm
from subsidy.scoring.models import Juror, Objection
from subsidy.scoring.views.blueprint import address, bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, sent
from subsidy.web.session import db
from subsidy.web.templating import tell


@dataclass(frozen=True, slots=True)
class Held:
    """One reason against one juror for one file, as a row of the page."""

    juror: Juror
    application: Application
    noted: Noted

    @property
    def reason(self) -> Reason:
        return self.noted.reason

    @property
    def which(self) -> str:
        """The name of this reason in a form."""
        return f"{self.juror.public_id}.{self.application.public_id}.{self.reason.mark}"

    @property
    def waits(self) -> bool:
        """A person said it, so a person must answer it; facts stand by themselves."""
        return self.noted.ruling is Ruling.WAITS and self.reason.source is not Source.DERIVED


@dataclass(frozen=True, slots=True)
class Heard:
    """What an applicant objected, and whether it is about anybody in the jury."""

    number: str
    said: Objection
    meant: Sequence[str]


@bp.get("/oproepen/<public_id>/jury/belangen")
@permit(Action.READ_PANEL, load=queries.panel)
def conflicts(panel: queries.Panel) -> ResponseReturnValue:
    """Show what waits, one of them open; everything against one juror after choosing that juror."""
    return _page(panel, RulingForm(which=request.args.get("wat", "")))


@bp.post("/oproepen/<public_id>/jury/belangen")
@permit(Action.RULE_ON_CONFLICT, load=queries.panel)
def rule(panel: queries.Panel) -> ResponseReturnValue:
    form = filled(RulingForm)
    if form.accepted():
        try:
            _rule(panel, form)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your decision about this conflict of interest is saved."))
            return redirect(url_for(".conflicts", public_id=panel.call.public_id), code=303)
    return _page(panel, form)


@bp.post("/oproepen/<public_id>/jury/namen")
@permit(Action.NAME_JURORS, load=queries.panel)
def disclose(panel: queries.Panel) -> ResponseReturnValue:
    form = filled(DiscloseForm)
    if form.accepted():
        try:
            service.disclose(db(), actor(), panel)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The names of the jury stand with the decisions from now on."))
            return redirect(url_for(".conflicts", public_id=panel.call.public_id), code=303)
    return _page(panel, RulingForm(), form)


def _rule(panel: queries.Panel, form: RulingForm) -> None:
    """Do what the chair decides; a file that is closed for the chair is refused by the service."""
    juror_id, _, rest = (form.which.data or "").partition(".")
    file_id, _, mark = rest.partition(".")
    juror = queries.seat(db(), panel.call.id, juror_id)
    file = queries.application_of(db(), panel.call.id, file_id)
    if juror is None or file is None:
        raise refuse(Text("This conflict of interest has changed. Open the page again."))
    decided = service.Decided(mark, sent("then") == "lift", form.reason.data or "")
    service.rule(db(), actor(), juror, file, decided)


# The page -----------------------------------------------------------------------------------------


def _page(
    panel: queries.Panel, form: RulingForm, disclosing: DiscloseForm | None = None
) -> ResponseReturnValue:
    jurors = queries.jurors(db(), panel.call.id)
    everything = queries.files(db(), panel.call.id)
    held = queries.against(db(), jurors, everything)
    files = _visible(jurors, everything, held)
    rows = list(_rows(jurors, files, held))
    lid = request.args.get("lid")
    chosen = next((each for each in jurors if each.public_id == lid), None)
    shown = [row for row in rows if (row.juror is chosen if chosen else row.waits)]
    page = render_template(
        "scoring/conflicts.html",
        call=panel.call,
        panel=panel,
        call_url=address("calls.show", public_id=panel.call.public_id),
        per_juror=[(juror, sum(row.juror is juror for row in rows)) for juror in jurors],
        chosen=chosen,
        rows=shown,
        opened=_opened(rows, shown, form),
        form=form,
        me=actor().id,
        objections=_heard(files, rows),
        disclosure=queries.disclosure(db(), panel.call.id),
        disclosing=disclosing or DiscloseForm(),
    )
    return page, (disclosing or form).status


def _opened(rows: Sequence[Held], shown: Sequence[Held], form: RulingForm) -> Held | None:
    """Return the conflict to decide on: the one that was asked for, else the first that is shown.

    The chair decides nothing about the own conflicts.
    """
    mine = actor().id
    asked = next((row for row in rows if row.which == form.which.data), None)
    found = asked or next((row for row in shown if row.juror.person_id != mine), None)
    return None if found is None or found.juror.person_id == mine else found


def _visible(
    jurors: Sequence[Juror], files: Sequence[Application], held: queries.Against
) -> Sequence[Application]:
    """Leave out the files that are closed for the juror who looks: a chair has conflicts too."""
    own = next((each for each in jurors if each.person_id == actor().id), None)
    if own is None:
        return files
    return [file for file in files if not held.reasons(own.id, file.id)]


def _rows(
    jurors: Sequence[Juror], files: Sequence[Application], held: queries.Against
) -> Iterator[Held]:
    for juror in jurors:
        for file in files:
            for each in held.every(juror.id, file.id):
                yield Held(juror, file, each)


def _heard(files: Sequence[Application], rows: Sequence[Held]) -> Sequence[Heard]:
    numbers = {file.id: file.number for file in files}
    return [
        Heard(numbers[each.application_id], each, _meant(each, rows))
        for each in queries.objections(db(), list(numbers))
    ]


def _meant(objection: Objection, rows: Sequence[Held]) -> Sequence[str]:
    """Return the labels of the jurors whom an objection is about."""
    name = objection.against
    return [
        row.juror.label
        for row in rows
        if row.application.id == objection.application_id
        and row.reason.source is Source.OBJECTED
        and row.reason.evidence.params["name"] == name
    ]
