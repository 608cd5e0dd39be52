"""What comes into the slice of calls from files: the calls and forms that ship as a beginning."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from subsidy.calls.domain.questions import dump_form, form_faults, read_form
from subsidy.calls.domain.reading import Table, one_of, short
from subsidy.calls.domain.regulation import faults as draft_faults
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text

DATA = Path(__file__).parent / "data"
FORMS, CALLS = DATA / "forms", DATA / "calls"
TO_FILL_IN = ("oproep", "bedragen", "project")  # dates and amounts: an officer fills them in
NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """A form to begin with; ``data``: as it stands in a regulation."""

    key: str
    name: str
    data: Mapping[str, Any]


@cache
def form_templates() -> tuple[FormTemplate, ...]:
    """Return the forms that ship, by name. Raises RefusedError for a file that is not right."""
    found = [read_template(path) for path in sorted(FORMS.glob("*.toml"))]
    return tuple(sorted(found, key=lambda template: template.name))


def read_template(path: Path) -> FormTemplate:
    """Read one template. Raises RefusedError with every fault: the file, and where in it."""
    faults: list[Refusal] = []
    table = Table(_toml(path), "", faults)
    name = table.value("naam", short(NAME_LENGTH), "")
    form = read_form(Table({"vragen": table.raw("vragen") or []}, "", faults))
    table.done()
    faults += [_in_file(fault) for fault in form_faults(form)]
    refuse_if(replace(each, place=f"{path.name}: {each.place}") for each in faults)
    return FormTemplate(path.stem, name, dump_form(form))


@dataclass(frozen=True, slots=True)
class CallTemplate:
    """A call to begin with; ``data``: a draft without dates and without a title."""

    key: str
    name: str
    data: Mapping[str, Any]


@cache
def call_templates() -> tuple[CallTemplate, ...]:
    """Return the calls that ship, by name. Raises RefusedError for a file that is not right."""
    found = [read_call_template(path) for path in sorted(CALLS.glob("*.toml"))]
    return tuple(sorted(found, key=lambda template: template.name))


def read_call_template(path: Path) -> CallTemplate:
    """Read one template. Raises RefusedError with every fault: the file, and where in it.

    What an officer has to fill in may lack; what is there must be right.
    """
    data = _toml(path)
    faults: list[Refusal] = []
    table = Table(data, "", faults)
    name = table.value("naam", short(NAME_LENGTH), "")
    forms = {template.key: template.data for template in form_templates()}
    nothing: Mapping[str, Any] = {}
    form = table.value("formulier", one_of(forms), nothing)
    draft = {key: value for key, value in data.items() if key not in ("naam", "formulier")}
    faults += [fault for fault in draft_faults(draft) if not _left_open(fault, draft)]
    refuse_if(replace(each, place=f"{path.name}: {each.place}") for each in faults)
    return CallTemplate(path.stem, name, draft | {"formulier": dict(form)})


def _left_open(fault: Refusal, draft: Mapping[str, Any]) -> bool:
    section, _, name = (fault.place or "").partition(".")
    return section in TO_FILL_IN and name not in draft.get(section, {})


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        text = Text("This file is not TOML: %(reason)s", reason=str(error))
        raise refuse(text, path.name) from error


def _in_file(fault: Refusal) -> Refusal:
    """Return where it stands in a template: its questions are on top."""
    return replace(fault, place=(fault.place or "").removeprefix("formulier."))
