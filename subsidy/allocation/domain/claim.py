"""The light form of a claim: efforts, an adopted realisation, a short continuity plan."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text


class Effort(Labelled):
    """What a municipality does: the action types of the real subsidy of 2022."""

    HOME_INTERNET = (
        "home_internet",
        N_("Individual access to the internet at the home of vulnerable citizens"),
    )
    POLICY = "policy", N_("Building an overarching e-inclusion policy")
    EQUIPMENT = (
        "equipment",
        N_("Affordable and good access to hardware, software and public internet"),
    )
    SKILLS = "skills", N_("Strengthening competences, skills and attitudes")
    SUPPORT = "support", N_("A support network for citizens with digital questions")
    BY_DESIGN = "by_design", N_("E-inclusion by design")


PLACES = (
    "amount",
    "contact_name",
    "contact_email",
    "efforts",
    "objective",
    "description",
    "realisation",
    "continuity",
    "continuity_body",
)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
LONGEST = {
    "contact_name": 120,
    "contact_email": 254,
    "objective": 150,
    "description": 700,
    "continuity": 700,
    "continuity_body": 120,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a municipality fills in. ``realisation``: public id of the catalogue item adopted."""

    contact_name: str = ""
    contact_email: str = ""
    efforts: tuple[Effort, ...] = ()
    objective: str = ""
    description: str = ""
    realisation: str = ""
    continuity: str = ""
    continuity_body: str = ""

    def to_data(self) -> dict[str, Any]:
        return {
            "contact_name": self.contact_name,
            "contact_email": self.contact_email,
            "efforts": [effort.value for effort in self.efforts],
            "objective": self.objective,
            "description": self.description,
            "realisation": self.realisation,
            "continuity": self.continuity,
            "continuity_body": self.continuity_body,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Answers":
        efforts = tuple(Effort(value) for value in data.get("efforts", ()))
        rest = {key: value for key, value in data.items() if key != "efforts"}
        return cls(efforts=efforts, **rest)


def faults(
    answers: Answers, amount: Money, right: Money, realisations: Collection[str]
) -> list[Refusal]:
    """Return everything that keeps this claim from being submitted, in the order of the form.

    ``realisations``: public ids of what this municipality can adopt.
    """
    found = [
        *_amount_faults(amount, right),
        *_empty(answers),
        *_email(answers.contact_email),
        *too_long(answers),
        *_choices(answers, realisations),
    ]
    return sorted(found, key=lambda refusal: PLACES.index(refusal.place or "amount"))


def too_much(amount: Money, right: Money) -> list[Refusal]:
    """Return why not even a draft can hold this amount."""
    return _amount_faults(amount, right) if amount > right else []


def too_long(answers: Answers) -> list[Refusal]:
    """Return the texts that not even a draft can hold."""
    return [
        Refusal(Text("Shorten this text to at most %(limit)s characters.", limit=limit), place)
        for place, limit in LONGEST.items()
        if len(getattr(answers, place)) > limit
    ]


def _amount_faults(amount: Money, right: Money) -> list[Refusal]:
    if Money(0) < amount <= right:
        return []
    text = Text("Fill in an amount above € 0,00 and at most %(right)s.", right=right)
    return [Refusal(text, "amount")]


_REQUIRED = {
    "contact_name": N_("Fill in who we can contact."),
    "contact_email": N_("Fill in the e-mail address of the contact."),
    "objective": N_("Write in one sentence what you want to reach."),
    "description": N_("Write what you do, where and how."),
    "continuity": N_("Write what goes on after the subsidy, and who pays for it."),
    "continuity_body": N_("Fill in which body decides on what goes on."),
}


def _empty(answers: Answers) -> list[Refusal]:
    return [
        Refusal(Text(message), place)
        for place, message in _REQUIRED.items()
        if not str(getattr(answers, place)).strip()
    ]


def _email(typed: str) -> list[Refusal]:
    if not typed.strip() or _EMAIL.fullmatch(typed):
        return []
    text = Text("Fill in an e-mail address, like naam@gemeente.be.")
    return [Refusal(text, "contact_email")]


def _choices(answers: Answers, realisations: Collection[str]) -> list[Refusal]:
    refusals = []
    if not answers.efforts:
        refusals.append(Refusal(Text("Choose at least one effort."), "efforts"))
    if answers.realisation not in realisations:
        text = Text("Choose a realisation of others that you will use.")
        refusals.append(Refusal(text, "realisation"))
    return refusals
