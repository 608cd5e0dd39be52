"""What comes into the slice of calls from files: the forms that ship as a beginning."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from subsidy.calls.domain.questions import dump_form, form_faults, read_form
from subsidy.calls.domain.reading import Table, short
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text

FORMS = Path(__file__).parent / "data" / "forms"
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


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        text = Text("This file is not TOML: %(reason)s", reason=str(error))
        raise refuse(text, path.name) from error


def _in_file(fault: Refusal) -> Refusal:
    """Return where it stands in a template: its questions are on top."""
    return replace(fault, place=(fault.place or "").removeprefix("formulier."))
