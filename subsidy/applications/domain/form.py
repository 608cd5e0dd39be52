"""What applicants answer: the parts of the real form, their code lists, limits and what is missing.

The code lists are those of the Flemish call of 2022 and of the position paper behind it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from subsidy.core.contacts import LONGEST_TELEPHONE, SHORTEST_TELEPHONE, is_email
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled, chosen
from subsidy.core.money import Money
from subsidy.core.pasted import clean
from subsidy.core.text import N_, Text
from subsidy.organisations.domain import actions
from subsidy.planning.domain import codes


class Key(Labelled):
    """The parts of the form; the version of each part guards it against overwriting."""

    PROJECT = "project", N_("The project")
    CONTACT = "contact", N_("Contact")
    CONTENT = "content", N_("Content")
    PRIVACY = "privacy", N_("Privacy and cyber safety")
    QUESTIONS = "questions", N_("Questions of the call")
    DECLARATIONS = "declarations", N_("Declarations for the conditions")
    ATTACHMENTS = "attachments", N_("Attachments")
    PARTNERS = "partners", N_("Partners and tasks")
    BUDGET = "budget", N_("Budget")
    REALISATIONS = "realisations", N_("Realisations")
    INDICATORS = "indicators", N_("Indicators")
    CONTINUITY = "continuity", N_("Continuity plan")


ActionType = actions.ActionType
"""What the partners will do: the list with which a profile says what is there already."""
TargetGroup = codes.TargetGroup
"""For whom the partners will do it: the list with which plans and calls are compared too."""


class Lever(Labelled):
    """The four strategic levers."""

    OUTREACH = "outreach", N_("Outreach")
    PARTICIPATION = "participation", N_("Participation and co-production")
    TRANSVERSAL = "transversal", N_("Policy across all domains")
    CLOSING_GAP = "closing_gap", N_("Closing the digital divide")


class Degree(Labelled):
    """The three degrees of the digital divide."""

    ACCESS = "access", N_("First degree: no access")
    SKILLS = "skills", N_("Second degree: lack of skills")
    USE = "use", N_("Third degree: no use of electronic services")


LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "title": 150,
        "summary": 700,
        "name": 120,
        "function": 120,
        "email": 254,
        "telephone": 40,
        "needs": 3000,
        "approach": 5000,
        "other_group": 200,
        "risks": 2000,
        "measures": 2000,
        "tasks": 2000,
        "for_whom": 700,
        "licence": 80,
        "how_to_use": 2000,
        "conditions": 1000,
        "adopter": 120,
        "owner": 120,
        "funding_source": 120,
        "second_source": 120,
        "third_source": 120,
        "decision_document": 300,
        "deciding_body": 120,
        "expected_of_others": 500,
        "remark": 2000,
    }
)
PERSONAL = frozenset({"name", "function", "email", "telephone"})
"""What says something about one person: no browser keeps it."""
MOST_ADOPTERS = 50
MOST_YEARS = 10  # the budget has a column for each


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What the project is, when, and how small it may become."""

    key: ClassVar[Key] = Key.PROJECT

    title: str = ""
    summary: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    feasible_minimum: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom the agency may call about the file."""

    key: ClassVar[Key] = Key.CONTACT

    name: str = ""
    function: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Why, what, for whom and how."""

    key: ClassVar[Key] = Key.CONTENT

    needs: str = ""
    approach: str = ""
    actions: tuple[ActionType, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    other_group: str = ""
    levers: tuple[Lever, ...] = ()
    degrees: tuple[Degree, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Which risks people run online, and how the project protects and informs them."""

    key: ClassVar[Key] = Key.PRIVACY

    risks: str = ""
    measures: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """What one partner does, and which of its needs that meets."""

    key: ClassVar[Key] = Key.PARTNERS

    tasks: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Realisation:
    """Something that will exist, and how any municipality puts it to use."""

    key: ClassVar[Key] = Key.REALISATIONS

    title: str = ""
    for_whom: str = ""
    licence: str = ""
    how_to_use: str = ""
    conditions: str = ""
    available_from: date | None = None
    adopters: tuple[str, ...] = ()


Part = Project | Contact | Content | Privacy | Tasks | Realisation
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": N_("Title"),
        "summary": N_("Summary: what, where and how"),
        "starts_on": N_("First day of the project"),
        "ends_on": N_("Last day of the project"),
        "feasible_minimum": N_("Smallest amount with which the project is feasible"),
        "name": N_("First name and family name"),
        "function": N_("Function"),
        "email": N_("E-mail address"),
        "telephone": N_("Telephone"),
        "needs": N_("Which needs of the local authorities do you meet?"),
        "approach": N_("How do you work?"),
        "actions": N_("What will you do?"),
        "target_groups": N_("For whom?"),
        "other_group": N_("Which other group?"),
        "levers": N_("Which levers do you use?"),
        "degrees": N_("Which degree of the digital divide do you tackle?"),
        "risks": N_("Which risks do people run online?"),
        "measures": N_("How do you protect and inform people?"),
        "tasks": N_("What does this partner do?"),
        "for_whom": N_("For whom is it?"),
        "licence": N_("Licence"),
        "how_to_use": N_("How does another municipality put it to use?"),
        "conditions": N_("What does a small or a large municipality need for it?"),
        "available_from": N_("Available from"),
        "adopters": N_("Which municipalities will adopt it?"),
    }
)


# Answers as plain data ----------------------------------------------------------------------------


def answers_of(part: Contact | Content | Privacy | Tasks) -> dict[str, Any]:
    """Return the JSON of a part that has no columns of its own."""
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: str | tuple[StrEnum, ...]) -> str | list[str]:
    return value if isinstance(value, str) else [str(member) for member in value]


def contact_from(answers: Mapping[str, Any]) -> Contact:
    return Contact(**answers)


def privacy_from(answers: Mapping[str, Any]) -> Privacy:
    return Privacy(**answers)


def content_from(answers: Mapping[str, Any]) -> Content:
    return Content(
        needs=answers.get("needs", ""),
        approach=answers.get("approach", ""),
        other_group=answers.get("other_group", ""),
        actions=chosen(ActionType, answers.get("actions", ())),
        target_groups=chosen(TargetGroup, answers.get("target_groups", ())),
        levers=chosen(Lever, answers.get("levers", ())),
        degrees=chosen(Degree, answers.get("degrees", ())),
    )


P = TypeVar("P", bound="Part")


def tidied(part: P) -> P:
    """Return the part with each text as plain text, and no space around it."""
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    texts: dict[str, Any] = {n: clean(x) for n, x in values.items() if isinstance(x, str)}
    return replace(part, **texts)


# What cannot be saved -----------------------------------------------------------------------------


def unfit(part: Part) -> list[Refusal]:
    """Say what is wrong with what was typed; what is still empty is no fault while drafting."""
    refusals = list(_too_long(part))
    if isinstance(part, Project):
        refusals.extend(_unfit_period(part))
    if isinstance(part, Contact):
        refusals.extend(_unfit_contact(part))
    if isinstance(part, Realisation):
        refusals.extend(_unfit_realisation(part))
    return refusals


def _too_long(part: Part) -> Iterator[Refusal]:
    for field in fields(part):
        value, limit = getattr(part, field.name), LIMITS.get(field.name)
        if isinstance(value, str) and limit is not None and len(value) > limit:
            yield Refusal(
                Text(
                    "Shorten this text to at most %(limit)s characters; it has %(length)s now.",
                    limit=limit,
                    length=len(value),
                ),
                field.name,
            )


def _unfit_period(part: Project) -> Iterator[Refusal]:
    if part.starts_on and part.ends_on and part.ends_on < part.starts_on:
        yield Refusal(Text("Choose a last day after the first day."), "ends_on")
    elif _calendar_years(part) > MOST_YEARS:
        yield Refusal(
            Text("A project runs in at most %(most)s calendar years.", most=MOST_YEARS), "ends_on"
        )
    if part.feasible_minimum is not None and part.feasible_minimum.cents <= 0:
        yield Refusal(Text("Fill in an amount above zero, or leave it empty."), "feasible_minimum")


def _calendar_years(part: Project) -> int:
    """Return how many columns the budget gets."""
    if part.starts_on is None or part.ends_on is None:
        return 0
    return part.ends_on.year - part.starts_on.year + 1


def _unfit_contact(part: Contact) -> Iterator[Refusal]:
    if part.email and not is_email(part.email):
        yield Refusal(Text("Fill in an e-mail address such as name@municipality.be."), "email")
    digits = sum(character.isdigit() for character in part.telephone)
    strange = set(part.telephone) - set("0123456789+-/.() ")
    if part.telephone and (strange or not SHORTEST_TELEPHONE <= digits <= LONGEST_TELEPHONE):
        yield Refusal(Text("Fill in a telephone number such as 053 72 34 00."), "telephone")


def _unfit_realisation(part: Realisation) -> Iterator[Refusal]:
    if not part.title:
        yield Refusal(Text("Give the realisation a title."), "title")
    if len(part.adopters) > MOST_ADOPTERS:
        yield Refusal(Text("Name at most %(most)s municipalities.", most=MOST_ADOPTERS), "adopters")
    for name in part.adopters:
        if len(name) > LIMITS["adopter"]:
            yield Refusal(Text("Write one municipality per line."), "adopters")


# What is still missing ----------------------------------------------------------------------------

_ASKED: Mapping[type[Part], Mapping[str, Text]] = MappingProxyType(
    {
        Project: {
            "title": Text("Give the project a title."),
            "summary": Text("Write in the summary what you do, where and how."),
            "starts_on": Text("Fill in the first day of the project."),
            "ends_on": Text("Fill in the last day of the project."),
        },
        Contact: {
            "name": Text("Fill in the name of the contact."),
            "function": Text("Fill in the function of the contact."),
            "email": Text("Fill in the e-mail address of the contact."),
            "telephone": Text("Fill in the telephone number of the contact."),
        },
        Content: {
            "needs": Text("Write which needs of the local authorities the project meets."),
            "approach": Text("Write how you work."),
            "actions": Text("Choose at least one action."),
            "target_groups": Text("Choose at least one target group."),
            "levers": Text("Choose at least one lever."),
            "degrees": Text("Choose at least one degree of the digital divide."),
        },
        Privacy: {
            "risks": Text("Write which risks people run online."),
            "measures": Text("Write how you protect and inform people."),
        },
    }
)


Answer = Project | Contact | Content | Privacy


def missing(part: Answer) -> list[Refusal]:
    """Say what must still be answered; the place is ``part.field``."""
    found = [
        Refusal(sentence, f"{part.key}.{name}")
        for name, sentence in _ASKED[type(part)].items()
        if not getattr(part, name)
    ]
    if isinstance(part, Content) and TargetGroup.OTHER in part.target_groups:
        found.extend(_missing_other_group(part))
    return found


def _missing_other_group(part: Content) -> Iterator[Refusal]:
    if not part.other_group:
        yield Refusal(Text("Write which other group you mean."), f"{part.key}.other_group")
