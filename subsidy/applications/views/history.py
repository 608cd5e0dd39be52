"""The earlier texts of a part: who saved what and when, what differs, and how it comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.conflicts import Difference
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.funding import FUNDING
from subsidy.applications.domain.history import between, still_fitting, text_now, text_of
from subsidy.applications.domain.places import key_of, place_of
from subsidy.applications.domain.wording import Change, Run, wording
from subsidy.applications.forms import VersionedForm
from subsidy.applications.models import Application
from subsidy.applications.queries import EarlierText
from subsidy.applications.views.frame import (
    AT,
    bp,
    in_address,
    load,
    page,
    part_title,
    part_url,
    saved_by,
    stored_section,
    stored_version,
    whole_file,
)
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, sent
from subsidy.web.session import db
from subsidy.web.templating import tell


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer that differs: a text word by word, anything else as a whole."""

    difference: Difference
    runs: tuple[Run, ...] | None


@bp.get(f"{AT}/versies/<part>")
@permit(Action.READ_HISTORY, load=load)
def versions(record: Application) -> ResponseReturnValue:
    return _versions(record, whole_file(record), filled(VersionedForm))


@bp.post(f"{AT}/versies/<part>")
@permit(Action.EDIT_APPLICATION, load=load)
def restore(record: Application) -> ResponseReturnValue:
    """Save an earlier text again; the one of now becomes an earlier text."""
    file = whole_file(record)
    key = _key(file)
    form = filled(VersionedForm)
    chosen = _chosen(queries.earlier_texts(db(), record, key), sent("versie"))
    if chosen is None:
        raise refuse(Text("This version does not exist. Choose one of the list."))
    if form.accepted():
        try:
            service.restore(db(), actor(), record, chosen.version, form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The text of %(at)s is back.", at=chosen.version.saved_at))
            return redirect(part_url(record, key), code=303)
    return _versions(record, whole_file(record), form)


def _versions(record: Application, file: CaseFile, form: VersionedForm) -> ResponseReturnValue:
    key = _key(file)
    found = queries.earlier_texts(db(), record, key)
    chosen = _chosen(found, request.values.get("versie", "")) or next(iter(found), None)
    now = stored_section(record, key)
    form.version.data = str(stored_version(record, key))
    return page(
        "versions",
        record,
        code=form.status,
        back=part_url(record, key),
        form=form,
        what=part_title(file, key),
        place=place_of(key),
        found=found,
        chosen=chosen,
        saved=now,
        saved_by=saved_by(now),
        changes=_changes(record, file, key, chosen) if chosen else (),
        Change=Change,
    )


def _key(file: CaseFile) -> str:
    """Return the key of the part in the address; 404 when the file has no such part."""
    key = key_of(in_address("part"))
    kind, _, name = (key or "").partition(":")
    there = {
        one.id for one in (file.partners if kind in (Key.PARTNERS, FUNDING) else file.realisations)
    }
    if key is None or (name and name not in there):
        abort(404)
    return key


def _chosen(found: Sequence[EarlierText], number: str) -> EarlierText | None:
    return next((each for each in found if str(each.version.number) == number), None)


def _changes(
    record: Application, file: CaseFile, key: str, chosen: EarlierText
) -> tuple[Changed, ...]:
    answers = stored_section(record, Key.QUESTIONS)
    now = text_now(file, key, answers.answers if answers else {})
    then = still_fitting(file, key, text_of(key, chosen.version.content))
    form = queries.regulation(record).form
    return tuple(Changed(each, _runs(each)) for each in between(file, form, key, then, now))


def _runs(each: Difference) -> tuple[Run, ...] | None:
    before, after = (_words(value) for value in (each.theirs, each.mine))
    return None if before is None or after is None else wording(before, after)


def _words(value: Any) -> str | None:  # noqa: ANN401 - an answer of any kind
    """Return a text that somebody typed; a word of ours, an amount or a day is none."""
    if isinstance(value, tuple) and len(value) < 2:  # noqa: PLR2004 - an answer to a question
        value = "".join(value) if all(type(each) is str for each in value) else None
    return value if type(value) is str else None
