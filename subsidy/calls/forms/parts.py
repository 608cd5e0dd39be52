"""What an officer can type of a call, part by part, and how it becomes a draft.

A part checks what can be read (a date, an amount); what is still missing is no fault while
drafting: the page of the call lists it, and publishing refuses it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import FieldList as RowsField

from subsidy.calls.domain.criteria import ANCHORS
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.domain.reading import (
    UnreadableError,
    amount,
    day,
    instant,
    written_amount,
    written_instant,
)
from subsidy.calls.domain.regulation import (
    COST_TYPES,
    DEFAULT_APPEAL,
    METHODS,
    MOST_INHABITANTS,
    MOST_PROJECTS,
    PAYS_TO,
    RESERVE_LISTS,
    YES,
)
from subsidy.core.text import N_, Text
from subsidy.web.forms import (
    BaseForm,
    DayField,
    Fault,
    MomentField,
    MoneyField,
    NumberField,
    between,
    longest,
    options,
    required,
)

Draft = Mapping[str, Any]
SPARE_CRITERIA, MOST_CRITERIA = 1, 12
INSTALMENTS = 4


class FilterForm(BaseForm):
    """The filters of the agency's list, in the address."""

    tekst = StringField(N_("Title"))
    stand = SelectField(
        N_("Status"), choices=options(("", N_("All")), *((s.value, s.label) for s in Status))
    )


class NewCallForm(BaseForm):
    """A line and a beginning: an earlier call, or an empty one."""

    line = SelectField(N_("Programme line"), [required(N_("Choose a programme line."))])
    source = SelectField(N_("Begin with"))
    title = StringField(N_("Title"), [required(N_("Fill in a title.")), longest(200)])


class AimForm(BaseForm):
    """What the call is for, and when."""

    titel = StringField(N_("Title"), [required(N_("Fill in a title.")), longest(200)])
    doel = TextAreaField(N_("Aim of the call"), [longest(3000)])
    achtergrond = TextAreaField(N_("Background"), [longest(3000)])
    contact = StringField(N_("Whom can applicants ask questions?"), [longest(200)])
    opent = MomentField(N_("Opens on"))
    sluit = MomentField(N_("Closes on"))

    def to_draft(self) -> dict[str, Any]:
        return {
            "oproep": {
                "titel": _text(self.titel),
                "doel": _text(self.doel),
                "achtergrond": _text(self.achtergrond),
                "contact": _text(self.contact),
                "opent": _written(self.opent, written_instant),
                "sluit": _written(self.sluit, written_instant),
            }
        }


class AmountsForm(BaseForm):
    """The money and what it can be spent on."""

    gereserveerd = MoneyField(N_("Amount reserved for this call"))
    minimum = MoneyField(N_("Minimum per application"))
    maximum = MoneyField(N_("Maximum per application"))
    minimum_per_partner = MoneyField(N_("Minimum per partner"))
    beoogd_aantal = NumberField(
        N_("How many projects do you hope for? (optional)"), [between(1, MOST_PROJECTS)]
    )
    eerste_dag = DayField(N_("First day of a project"))
    laatste_dag = DayField(N_("Last day of a project"))
    kostensoorten = SelectMultipleField(
        N_("Eligible cost types"),
        choices=options(*((word, kind.label) for word, kind in COST_TYPES.items())),
    )
    penvoerder = TextAreaField(N_("Who may be the lead partner?"), [longest(1000)])
    partners = TextAreaField(N_("Who may be a partner? (optional)"), [longest(1000)])

    def to_draft(self) -> dict[str, Any]:
        return {
            "bedragen": {
                name: _written(self[name], written_amount)
                for name in ("gereserveerd", "minimum", "maximum", "minimum_per_partner")
            }
            | {"beoogd_aantal": self.beoogd_aantal.data or ""},
            "project": {
                "eerste_dag": _written(self.eerste_dag, date.isoformat),
                "laatste_dag": _written(self.laatste_dag, date.isoformat),
                "kostensoorten": list(self.kostensoorten.data or []),
                "penvoerder": _text(self.penvoerder),
                "partners": _text(self.partners),
            },
        }


class CriterionRow(BaseForm):
    """One award criterion; a row without a name does not count."""

    naam = StringField(N_("Name of the criterion"), [longest(120)])
    omschrijving = TextAreaField(N_("What does the jury look at?"), [longest(1000)])
    gewicht = StringField(N_("Weight in %"))
    minimumcijfer = NumberField(N_("Lowest mean mark to be funded (optional)"))
    niveau_0 = TextAreaField(N_("What does mark 0 mean?"), [longest(300)])
    niveau_3 = TextAreaField(N_("What does mark 3 mean?"), [longest(300)])
    niveau_5 = TextAreaField(N_("What does mark 5 mean?"), [longest(300)])
    niveau_8 = TextAreaField(N_("What does mark 8 mean?"), [longest(300)])
    niveau_10 = TextAreaField(N_("What does mark 10 mean?"), [longest(300)])

    def validate_naam(self, field: StringField) -> None:
        """Let who clears a name remove a criterion; never drop what is typed for a new one."""
        typed = any(str(other.data or "").strip() for other in self if other is not field)
        if typed and not _text(field) and not field.object_data:
            raise Fault(Text("Fill in the name of this criterion."))


class CriteriaForm(BaseForm):
    """All award criteria; there is always one empty row to add another."""

    rijen = RowsField(FormField(CriterionRow), max_entries=MOST_CRITERIA)

    def to_draft(self, earlier: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
        rows = [row for row in self.rijen.data or [] if (row["naam"] or "").strip()]
        keys: dict[str, str] = {each["naam"]: each["sleutel"] for each in earlier}
        levels = {each["naam"]: each.get("niveaus", {}) for each in earlier}
        return {"criteria": [_criterion(row, keys, levels) for row in rows]}


def _criterion(
    row: Mapping[str, Any], keys: Mapping[str, str], levels: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    name = row["naam"].strip()
    texts = dict(levels.get(name, {}))
    for mark in ANCHORS:
        texts[str(mark)] = (row[f"niveau_{mark}"] or "").strip()
    written: dict[str, Any] = {
        "sleutel": keys.get(name) or key_of(name),
        "naam": name,
        "omschrijving": (row["omschrijving"] or "").strip(),
        "gewicht": (row["gewicht"] or "").strip(),
        "niveaus": {mark: text for mark, text in texts.items() if text},
    }
    if row["minimumcijfer"] is not None:
        written["minimumcijfer"] = row["minimumcijfer"]
    return written


def key_of(name: str) -> str:
    """Return a short key for a name: letters and digits only, accents dropped."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "criterium"


class AssessmentForm(BaseForm):
    """How files are compared, paid, and what happens after the money stops."""

    drempel = StringField(N_("Lowest score out of 100 to be funded (optional)"))
    juryleden_per_dossier = NumberField(N_("Jurors per file, at least"))
    methode = SelectField(
        N_("How are files selected?"),
        default="stop",
        choices=options(*((word, method.label) for word, method in METHODS.items())),
    )
    hoogstens_projecten = NumberField(
        N_("Highest number of projects (optional)"), [between(1, MOST_PROJECTS)]
    )
    hoogstens_per_penvoerder = NumberField(
        N_("Highest number of projects per lead partner (optional)"), [between(1, MOST_PROJECTS)]
    )
    een_per_gemeente = BooleanField(N_("A municipality takes part in at most one funded project"))
    projecten_per_streek = NumberField(
        N_("Projects in every region, at least (optional)"), [between(1, MOST_PROJECTS)]
    )
    bedrag_per_streek = MoneyField(N_("Amount for every region, at least (optional)"))
    kleine_gemeenten = NumberField(
        N_("Small municipalities that take part, at least (optional)"), [between(1, MOST_PROJECTS)]
    )
    klein_onder = NumberField(
        N_("A small municipality has fewer inhabitants than (optional)"),
        [between(1, MOST_INHABITANTS)],
    )
    reservelijst = SelectField(
        N_("Who moves up when money returns?"),
        default="",
        choices=options(
            ("", N_("Nobody: there is no reserve list")),
            *((word, rule.label) for word, rule in RESERVE_LISTS.items()),
        ),
    )
    streek_telt = BooleanField(N_("A juror of the same region as an applicant does not judge it"))
    consensus_telt = BooleanField(N_("A mark on which the jury agrees takes the place of the mean"))
    loting = StringField(N_("Words that settle an equal ranking (published seed)"), [longest(120)])
    schijf_1_naam = StringField(N_("First instalment"), [longest(120)])
    schijf_1_aandeel = StringField(N_("Share of the first instalment in %"))
    schijf_2_naam = StringField(N_("Second instalment"), [longest(120)])
    schijf_2_aandeel = StringField(N_("Share of the second instalment in %"))
    schijf_3_naam = StringField(N_("Third instalment"), [longest(120)])
    schijf_3_aandeel = StringField(N_("Share of the third instalment in %"))
    schijf_4_naam = StringField(N_("Fourth instalment"), [longest(120)])
    schijf_4_aandeel = StringField(N_("Share of the fourth instalment in %"))
    rekening_van = SelectField(
        N_("Whose account must an application name?"),
        default="",
        choices=options(
            ("", N_("None: the account is asked later")),
            *((word, whose.label) for word, whose in PAYS_TO.items()),
        ),
    )
    verantwoording = TextAreaField(
        N_("How do projects account for the money? (optional)"), [longest(2000)]
    )
    documenten = TextAreaField(
        N_("Which documents must an applicant enclose? (optional)"), [longest(2000)]
    )
    verklaring = TextAreaField(
        N_("What does the agency itself do when the money stops?"), [longest(3000)]
    )
    beroep = TextAreaField(N_("How can somebody object to a decision?"), [longest(2000)])

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Refuse a share without a name: without it, the instalment would not be kept."""
        valid = super().validate(extra_validators)
        for n in range(1, INSTALMENTS + 1):
            name = self[f"schijf_{n}_naam"]
            if _text(self[f"schijf_{n}_aandeel"]) and not _text(name):
                name.errors = [*name.errors, Text("Fill in the name, or clear the share.")]  # type: ignore[list-item]  # rendered by the macro
                valid = False
        return valid

    def _boundaries(self) -> dict[str, Any]:
        """Return the limits of the selection that are filled in."""
        numbers = {name: self[name].data for name in BOUNDARIES}
        least = _written(self.bedrag_per_streek, written_amount)
        return {
            **{name: number for name, number in numbers.items() if number is not None},
            **({"bedrag_per_streek": least} if least else {}),
            **({"een_per_gemeente": YES} if self.een_per_gemeente.data else {}),
        }

    def to_draft(self) -> dict[str, Any]:
        return {
            "beoordeling": {
                "drempel": _text(self.drempel),
                "methode": self.methode.data or "stop",
                **self._boundaries(),
                **({"reservelijst": self.reservelijst.data} if self.reservelijst.data else {}),
                "loting": _text(self.loting),
                "juryleden_per_dossier": self.juryleden_per_dossier.data or "",
                **({"streek_telt": YES} if self.streek_telt.data else {}),
                **({"consensus_telt": YES} if self.consensus_telt.data else {}),
            },
            "schijven": [
                {
                    "naam": _text(self[f"schijf_{n}_naam"]),
                    "aandeel": _text(self[f"schijf_{n}_aandeel"]),
                }
                for n in range(1, INSTALMENTS + 1)
                if _text(self[f"schijf_{n}_naam"])
            ],
            "continuiteit": {"verklaring": _text(self.verklaring)},
            "beroep": {"tekst": _text(self.beroep)},
            "verantwoording": {"tekst": _text(self.verantwoording)},
            "documenten": {"tekst": _text(self.documenten)},
            "betaling": {"rekening_van": self.rekening_van.data} if self.rekening_van.data else {},
        }


BOUNDARIES = (
    "hoogstens_projecten",
    "hoogstens_per_penvoerder",
    "projecten_per_streek",
    "kleine_gemeenten",
    "klein_onder",
)


class ReasonForm(BaseForm):
    """Why a call goes back to its author, or is withdrawn."""

    reason = TextAreaField(N_("Why?"), [required(N_("Write why.")), longest(1000)])


class ConfirmForm(BaseForm):
    """A page of its own before an act that cannot be undone; nothing to fill in."""


def _text(field: Any) -> str:  # noqa: ANN401 - any field that holds a text
    return (field.data or "").replace("\r\n", "\n").strip()


def _written(field: Any, write: Any) -> str:  # noqa: ANN401 - a field and the way it is written
    return "" if field.data is None else str(write(field.data))


# From a draft to what stands in the fields --------------------------------------------------------


def aim_values(draft: Draft) -> dict[str, Any]:
    call = dict(draft.get("oproep", {}))
    for name in ("opent", "sluit"):
        call[name] = _readable(instant, call.get(name))
    return call


def amounts_values(draft: Draft) -> dict[str, Any]:
    typed = dict(draft.get("bedragen", {}))
    intended = typed.pop("beoogd_aantal", None) or None
    money = {name: _readable(amount, text) for name, text in typed.items()}
    project = dict(draft.get("project", {}))
    for name in ("eerste_dag", "laatste_dag"):
        project[name] = _readable(day, project.get(name))
    return money | project | {"beoogd_aantal": intended}


def criteria_values(draft: Draft) -> dict[str, Any]:
    rows = []
    for each in draft.get("criteria", []):
        levels = each.get("niveaus", {})
        row = {name: each.get(name) for name in ("naam", "omschrijving", "minimumcijfer")}
        row["gewicht"] = str(each.get("gewicht", ""))
        rows.append(row | {f"niveau_{mark}": levels.get(str(mark), "") for mark in ANCHORS})
    return {"rijen": [*rows, *({} for _ in range(SPARE_CRITERIA))]}


def assessment_values(draft: Draft) -> dict[str, Any]:
    found = dict(draft.get("beoordeling", {}))
    values: dict[str, Any] = {
        "drempel": str(found.get("drempel", "")),
        "juryleden_per_dossier": found.get("juryleden_per_dossier") or None,
        "methode": found.get("methode", "stop"),
        **{name: found.get(name) or None for name in BOUNDARIES},
        "bedrag_per_streek": _readable(amount, found.get("bedrag_per_streek")),
        "een_per_gemeente": found.get("een_per_gemeente") == YES,
        "reservelijst": found.get("reservelijst", ""),
        "streek_telt": found.get("streek_telt") == YES,
        "consensus_telt": found.get("consensus_telt") == YES,
        "loting": found.get("loting", ""),
        "verklaring": draft.get("continuiteit", {}).get("verklaring", ""),
        "beroep": draft.get("beroep", {}).get("tekst", DEFAULT_APPEAL),
        "verantwoording": draft.get("verantwoording", {}).get("tekst", ""),
        "documenten": draft.get("documenten", {}).get("tekst", ""),
        "rekening_van": draft.get("betaling", {}).get("rekening_van", ""),
    }
    for number, part in enumerate(draft.get("schijven", [])[:INSTALMENTS], 1):
        values[f"schijf_{number}_naam"] = part.get("naam", "")
        values[f"schijf_{number}_aandeel"] = str(part.get("aandeel", ""))
    return values


def _readable(read: Any, value: object) -> Any:  # noqa: ANN401 - each reader gives its own type
    """Return what is stored, or nothing when it cannot be read: the field starts empty."""
    try:
        return None if value in (None, "") else read(value)
    except UnreadableError:
        return None
