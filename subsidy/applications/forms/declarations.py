"""What the rules of a call ask an applicant to declare, as fields: only those that are asked."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from wtforms import Field, SelectField, TextAreaField

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.declarations import (
    LABELS,
    Declarations,
    Intent,
    PartnerDeclaration,
    partner_field,
)
from subsidy.applications.forms.parts import VersionedForm, members
from subsidy.calls.domain.dossier import Fact
from subsidy.core.labels import chosen
from subsidy.core.text import N_, Text
from subsidy.planning.domain.codes import Aim
from subsidy.web.forms import CHOOSE, Checkboxes, Fault, MoneyField, longest, options, read_day

LONGEST_LIST = 10_000
YES, NO = "ja", "nee"
_PER_PARTNER = {Fact.UNDERTAKING: ("undertaking", "aid_received")}


def declarations_form(file: CaseFile, asked: Collection[Fact]) -> type[VersionedForm]:
    """Return a form with the questions that the rules of the call ask."""
    fields: dict[str, Any] = {}
    if Fact.FIVE_ACTIONS in asked:
        fields["five_actions"] = Checkboxes(
            LABELS["five_actions"], choices=options(*members(Aim)), validate_choice=False
        )
    if Fact.LETTERS in asked:
        fields["letters"] = TextAreaField(LABELS["letters"], [longest(LONGEST_LIST), _readable])
    if Fact.DOCUMENTS in asked:
        fields["documents"] = TextAreaField(LABELS["documents"], [longest(LONGEST_LIST)])
    for partner in file.partners:
        for name in names_per_partner(asked):
            field = _MAKERS[name]()
            field.kwargs["description"] = partner.name  # in the summary of errors
            fields[partner_field(partner.id, name)] = field
    return type("DeclarationsForm", (VersionedForm,), fields)


def names_per_partner(asked: Collection[Fact]) -> tuple[str, ...]:
    return tuple(name for fact, names in _PER_PARTNER.items() if fact in asked for name in names)


def _undertaking() -> Field:
    choices = options(("", CHOOSE), (YES, N_("Yes")), (NO, N_("No")))
    return SelectField(LABELS["undertaking"], choices=choices, validate_choice=False)


_MAKERS: dict[str, Callable[[], Any]] = {
    "undertaking": _undertaking,
    "aid_received": lambda: MoneyField(LABELS["aid_received"]),
}


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _readable(_form: VersionedForm, field: Field) -> None:
    """Refuse letters of which a line cannot be read, and show how to write it."""
    for number, line in enumerate(_lines(field.data), 1):
        if _intent(line) is None:
            raise Fault(
                Text(
                    "Write line %(number)s as a municipality, a comma and the date of the letter: "
                    "Arendonk, 12/10/2021.",
                    number=number,
                )
            )


def _intent(line: str) -> Intent | None:
    name, _, written = line.rpartition(",")
    try:
        return Intent(name.strip(), read_day(written.strip())) if name.strip() else None
    except ValueError:
        return None


def declared(form: VersionedForm, file: CaseFile) -> Declarations:
    """Return what was typed; what is not asked is not declared."""
    return Declarations(
        five_actions=chosen(Aim, _typed(form, "five_actions") or ()),
        letters=tuple(_intents(_typed(form, "letters"))),
        documents=_lines(_typed(form, "documents")),
        partners=tuple(_partners(form, file)),
    )


def _typed(form: VersionedForm, name: str) -> Any:  # noqa: ANN401 - each field has its own type
    return form[name].data if name in form else None


def _intents(text: str | None) -> Iterator[Intent]:
    for line in _lines(text):
        intent = _intent(line)
        if intent is not None:
            yield intent


def _partners(form: VersionedForm, file: CaseFile) -> Iterator[PartnerDeclaration]:
    for partner in file.partners:
        one = PartnerDeclaration(
            partner_id=partner.id,
            own_contribution=file.declarations.of(partner.id).own_contribution,  # of before
            undertaking={YES: True, NO: False}.get(
                _typed(form, partner_field(partner.id, "undertaking"))
            ),
            aid_received=_typed(form, partner_field(partner.id, "aid_received")),
        )
        if not one.is_empty:
            yield one


def declared_values(found: Declarations) -> dict[str, Any]:
    """Return what is stored, by the name of the field."""
    values: dict[str, Any] = {
        "five_actions": [member.value for member in found.five_actions],
        "letters": "\n".join(f"{x.municipality}, {x.dated:%d/%m/%Y}" for x in found.letters),
        "documents": "\n".join(found.documents),
    }
    for one in found.partners:
        words = {True: YES, False: NO, None: ""}
        values[partner_field(one.partner_id, "undertaking")] = words[one.undertaking]
        values[partner_field(one.partner_id, "aid_received")] = one.aid_received
    return values
