"""The parts that every application has, its tables and its list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import (
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)

from subsidy.applications.domain.case_file import CaseFile, FileLine
from subsidy.applications.domain.conflicts import PROMISE_LABELS, Conflict, cell, cell_label
from subsidy.applications.domain.form import (
    LABELS,
    LIMITS,
    PERSONAL,
    ActionType,
    Contact,
    Content,
    Degree,
    Lever,
    Privacy,
    Project,
    Realisation,
    TargetGroup,
    Tasks,
)
from subsidy.applications.domain.lifecycle import Status
from subsidy.calls.domain.dossier import Promise, PromiseYear, Risk, Stays
from subsidy.calls.domain.regulation import CostType
from subsidy.core.errors import RefusedError
from subsidy.core.labels import Labelled, chosen
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.web.forms import (
    NO_VERSION,
    BaseForm,
    Checkboxes,
    DayField,
    Fault,
    MoneyField,
    VersionField,
    longest,
    options,
    required,
)

E = TypeVar("E", bound=StrEnum)
LONGEST_SEARCH = 120
LONGEST_REASON = 2000


def members(kind: type[Labelled]) -> list[tuple[str, Text]]:
    return [(member.value, member.label) for member in kind]


def boxes(name: str, kind: type[Labelled]) -> Checkboxes:
    return Checkboxes(LABELS[name], choices=options(*members(kind)), validate_choice=False)


def line(name: str) -> StringField:
    return StringField(LABELS[name], [longest(LIMITS[name], pasted=True)], render_kw=personal(name))


def personal(name: str) -> dict[str, Any]:
    """Mark a field that no browser may keep: static/writing.js leaves it out."""
    return {"data-personal": True} if name in PERSONAL else {}


def text(name: str) -> TextAreaField:
    return TextAreaField(LABELS[name], [longest(LIMITS[name], pasted=True)])


def one_of(kind: type[E], value: object) -> E | None:
    """Return the member that was chosen; what is not on offer chooses nothing."""
    return next((member for member in kind if member.value == value), None)


class VersionedForm(BaseForm):
    """A part of the file. ``version``: the one that was read; 0 when nothing was there yet."""

    version = VersionField(default=NO_VERSION)
    conflict: Conflict | None = None

    @property
    def read_version(self) -> int:
        return self.version.number

    def show(self, refused: RefusedError) -> None:
        """Keep what was typed; after a conflict one saves over the newer text on purpose."""
        super().show(refused)
        for refusal in refused.refusals:
            if isinstance(refusal, Conflict):
                self.conflict = refusal
                self.version.data = str(refusal.version)


class ProjectForm(VersionedForm):
    title = line("title")
    summary = text("summary")
    starts_on = DayField(LABELS["starts_on"])
    ends_on = DayField(LABELS["ends_on"])
    feasible_minimum = MoneyField(LABELS["feasible_minimum"])

    def to_input(self) -> Project:
        return Project(
            title=self.title.data or "",
            summary=self.summary.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            feasible_minimum=self.feasible_minimum.data,
        )


class ContactForm(VersionedForm):
    name = line("name")
    function = line("function")
    email = StringField(
        LABELS["email"],
        [longest(LIMITS["email"])],
        render_kw={
            "type": "email",
            "autocomplete": "email",
            "spellcheck": "false",
            **personal("email"),
        },
    )
    telephone = StringField(
        LABELS["telephone"],
        [longest(LIMITS["telephone"])],
        render_kw={"type": "tel", "autocomplete": "tel", **personal("telephone")},
    )

    def to_input(self) -> Contact:
        return Contact(
            name=self.name.data or "",
            function=self.function.data or "",
            email=self.email.data or "",
            telephone=self.telephone.data or "",
        )


class ContentForm(VersionedForm):
    needs = text("needs")
    approach = text("approach")
    actions = boxes("actions", ActionType)
    target_groups = boxes("target_groups", TargetGroup)
    other_group = line("other_group")
    levers = boxes("levers", Lever)
    degrees = boxes("degrees", Degree)

    def to_input(self) -> Content:
        return Content(
            needs=self.needs.data or "",
            approach=self.approach.data or "",
            other_group=self.other_group.data or "",
            actions=chosen(ActionType, self.actions.data or ()),
            target_groups=chosen(TargetGroup, self.target_groups.data or ()),
            levers=chosen(Lever, self.levers.data or ()),
            degrees=chosen(Degree, self.degrees.data or ()),
        )


class PrivacyForm(VersionedForm):
    risks = text("risks")
    measures = text("measures")

    def to_input(self) -> Privacy:
        return Privacy(risks=self.risks.data or "", measures=self.measures.data or "")


class TasksForm(VersionedForm):
    tasks = text("tasks")
    needs = TextAreaField(N_("Which needs of this partner does that meet?"), [longest(2000)])

    def to_input(self) -> Tasks:
        return Tasks(tasks=self.tasks.data or "", needs=self.needs.data or "")


class RealisationForm(VersionedForm):
    title = StringField(
        LABELS["title"], [required(N_("Give the realisation a title.")), longest(LIMITS["title"])]
    )
    for_whom = text("for_whom")
    licence = line("licence")
    how_to_use = text("how_to_use")
    conditions = text("conditions")
    available_from = DayField(LABELS["available_from"])
    adopters = TextAreaField(LABELS["adopters"], [longest(6000)])

    def to_input(self) -> Realisation:
        return Realisation(
            title=self.title.data or "",
            for_whom=self.for_whom.data or "",
            licence=self.licence.data or "",
            how_to_use=self.how_to_use.data or "",
            conditions=self.conditions.data or "",
            available_from=self.available_from.data,
            adopters=tuple((self.adopters.data or "").splitlines()),
        )


# Partners -----------------------------------------------------------------------------------------


class InviteForm(BaseForm):
    """A municipality from the list, or another organisation by its name or number."""

    organisation = SelectField(N_("Municipality"), validate_choice=False)
    other = StringField(N_("Another organisation"), [longest(LONGEST_SEARCH)])


def _ticked(mark: str, reason: Text) -> Callable[[BaseForm, Field], None]:
    def check(_form: BaseForm, field: Field) -> None:
        if mark not in (field.data or ()):
            raise Fault(reason)

    return check


class SignForm(BaseForm):
    name = StringField(
        N_("Your first name and family name"),
        [required(N_("Fill in your name.")), longest(LIMITS["name"], pasted=True)],
        render_kw={"autocomplete": "name"},
    )
    function = StringField(
        N_("Your function"),
        [required(N_("Fill in your function.")), longest(LIMITS["function"], pasted=True)],
        render_kw={"autocomplete": "organization-title"},
    )
    deciding_body = StringField(
        N_("Which body decided this?"),
        [
            required(N_("Fill in which body decided to sign.")),
            longest(LIMITS["deciding_body"], pasted=True),
        ],
    )
    decided_on = DayField(
        N_("Date of that decision"), [required(N_("Fill in the date of that decision."))]
    )
    agreed = Checkboxes(N_("What the other partners expect of you"), validate_choice=False)
    content_hash = HiddenField()

    def ask(self, sentences: Iterable[tuple[str, str, Text]]) -> None:
        """Ask to confirm each of these: its mark, its words, and what to say when it is not."""
        asked = list(sentences)
        self.agreed.choices = [(mark, said) for mark, said, _ in asked]
        self.agreed.validators = [_ticked(mark, reason) for mark, _, reason in asked]
        self.agreed.flags.looked_up = True  # what changed meanwhile is said by the hash

    @property
    def seen(self) -> str:
        """Return the hash that came back: WTForms fills in its own when a browser sends none."""
        sent = self.content_hash.raw_data
        return str(sent[0]) if sent else ""


class ReasonForm(BaseForm):
    reason = TextAreaField(N_("Why?"), [longest(LONGEST_REASON, pasted=True)])


# Tables -------------------------------------------------------------------------------------------


def budget_form(file: CaseFile, cost_types: Sequence[CostType]) -> type[VersionedForm]:
    """Return a form with one amount per partner, cost type and year."""
    fields: dict[str, Any] = {}
    for one in _cells(file, cost_types):
        where: Any = cell_label(file, one)  # rendered by the summary of errors
        fields[cell(one)] = MoneyField(description=where)
    return type("BudgetForm", (VersionedForm,), fields)


def _cells(file: CaseFile, cost_types: Sequence[CostType]) -> Iterator[FileLine]:
    for partner in file.partners:
        for kind in cost_types:
            for year in file.years:
                yield FileLine(partner_id=partner.id, cost_type=kind, year=year, requested=Money(0))


def budget_of(
    form: BaseForm, file: CaseFile, cost_types: Sequence[CostType]
) -> tuple[FileLine, ...]:
    """Return the amounts that were typed."""
    return tuple(
        FileLine(
            partner_id=one.partner_id,
            cost_type=one.cost_type,
            year=one.year,
            requested=form[cell(one)].data,
        )
        for one in _cells(file, cost_types)
        if form[cell(one)].data is not None
    )


def budget_values(file: CaseFile) -> dict[str, Money]:
    """Return what is stored, by the name of the field."""
    return {cell(one): one.requested for one in file.lines}


SURE, PERHAPS = ("cost", "funded"), ("second", "third")
YEARLY = (*SURE, *PERHAPS)
"""The amounts of a year; of the last two an empty field and zero are the same."""


def continuity_form(file: CaseFile, years: Iterable[int]) -> type[VersionedForm]:
    """Return a form with the promises of every partner for one realisation."""
    fields: dict[str, Any] = {}
    for partner in file.partners:
        for name, field in _promise_fields(years).items():
            field.kwargs["description"] = partner.name  # in the summary of errors
            fields[f"{partner.id}-{name}"] = field
    return type("ContinuityForm", (VersionedForm,), fields)


def _promise_fields(years: Iterable[int]) -> dict[str, Any]:
    labels = PROMISE_LABELS
    choose = ("", N_("Choose"))
    fields: dict[str, Any] = {
        "stays": SelectField(
            labels["stays"], choices=options(choose, *members(Stays)), validate_choice=False
        ),
        **{
            name: StringField(labels[name], [longest(LIMITS[name], pasted=True)])
            for name in (
                *("owner", "funding_source", "second_source", "third_source"),
                *("deciding_body", "decision_document"),
            )
        },
        "decided_on": DayField(labels["decided_on"]),
        "expected_of_others": TextAreaField(
            labels["expected_of_others"], [longest(LIMITS["expected_of_others"], pasted=True)]
        ),
        "risk": SelectField(
            labels["risk"], choices=options(choose, *members(Risk)), validate_choice=False
        ),
    }
    for year in years:
        cost: Any = Text("Cost in %(year)s", year=str(year))  # labels are rendered by the macro
        funded: Any = Text("Funded in %(year)s", year=str(year))
        fields[f"cost-{year}"] = MoneyField(cost)
        fields[f"funded-{year}"] = MoneyField(funded)
        second: Any = Text("Second source in %(year)s", year=str(year))
        third: Any = Text("Third source in %(year)s", year=str(year))
        fields[f"second-{year}"] = MoneyField(second)
        fields[f"third-{year}"] = MoneyField(third)
    return fields


def has_more_sources(form: BaseForm, partner_id: str, years: Sequence[int]) -> bool:
    """Tell whether something stands, or is wrong, about a second or third source of a partner."""
    names = ("second_source", "third_source", *(f"{name}-{y}" for name in PERHAPS for y in years))
    asked = [form[f"{partner_id}-{name}"] for name in names]
    return any(each.data or each.errors for each in asked)


def promises_of(
    form: BaseForm, file: CaseFile, realisation_id: str, years: Sequence[int]
) -> tuple[Promise, ...]:
    return tuple(_promise(form, partner.id, realisation_id, years) for partner in file.partners)


def _promise(form: BaseForm, partner_id: str, realisation_id: str, years: Sequence[int]) -> Promise:
    def typed(name: str) -> Any:  # noqa: ANN401 - each field has its own type
        return form[f"{partner_id}-{name}"].data

    return Promise(
        realisation_id=realisation_id,
        partner_id=partner_id,
        stays=one_of(Stays, typed("stays")),
        owner=typed("owner") or "",
        funding_source=typed("funding_source") or "",
        deciding_body=typed("deciding_body") or "",
        decided_on=typed("decided_on"),
        expected_of_others=typed("expected_of_others") or "",
        risk=one_of(Risk, typed("risk")),
        second_source=typed("second_source") or "",
        third_source=typed("third_source") or "",
        decision_document=typed("decision_document") or "",
        years=tuple(
            PromiseYear(year, *(amount or Money(0) for amount in amounts))
            for year in years
            for amounts in ([typed(f"{name}-{year}") for name in YEARLY],)
            if any(amount is not None for amount in amounts[: len(SURE)]) or any(amounts)
        ),
    )


def promise_values(promises: Iterable[Promise]) -> dict[str, Any]:
    """Return what is stored, by the name of the field."""
    found: dict[str, Any] = {}
    for promise in promises:
        own = {name: getattr(promise, name) for name in PROMISE_LABELS}
        own["stays"] = promise.stays.value if promise.stays else ""
        own["risk"] = promise.risk.value if promise.risk else ""
        for year in promise.years:
            own |= {f"{name}-{year.year}": getattr(year, name) for name in SURE}
            own |= {f"{name}-{year.year}": getattr(year, name) or None for name in PERHAPS}
        found |= {f"{promise.partner_id}-{name}": value for name, value in own.items()}
    return found


# The list -----------------------------------------------------------------------------------------


class ListFilter(BaseForm):
    """An answer that is not on offer limits nothing."""

    tekst = StringField(N_("Title, number or lead partner"))
    toestand = SelectField(
        N_("Status"),
        choices=options(("", N_("All statuses")), *members(Status)),
        validate_choice=False,
    )
    oproep = SelectField(N_("Call"), validate_choice=False)

    @property
    def chosen_status(self) -> Status | None:
        return one_of(Status, self.toestand.data)

    @property
    def search(self) -> str:
        return (self.tekst.data or "")[:LONGEST_SEARCH].strip()
