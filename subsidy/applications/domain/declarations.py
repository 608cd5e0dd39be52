"""What an application declares only because a rule of its call asks it.

Nothing of it is asked in a call without such a rule; what is not declared is not known.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

from subsidy.calls.domain.dossier import Fact
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.planning.domain.codes import Aim

MOST_LINES = 50
LONGEST_LINE = 200
ASKED = frozenset({Fact.FIVE_ACTIONS, Fact.LETTERS, Fact.DOCUMENTS, Fact.UNDERTAKING})
"""The facts that an applicant declares; the others stand in the file or are looked up."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A letter in which a municipality writes that it will adopt a realisation."""

    municipality: str
    dated: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerDeclaration:
    """What one partner declares. ``aid_received``: de minimis aid of the three years before.

    ``own_contribution`` stands in files of before it moved to the budget, per cost and year.
    """

    partner_id: str
    own_contribution: Money | None = None
    undertaking: bool | None = None
    aid_received: Money | None = None

    @property
    def is_empty(self) -> bool:
        own = (self.own_contribution, self.undertaking, self.aid_received)
        return all(value is None for value in own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """Everything that an application declares."""

    five_actions: tuple[Aim, ...] = ()
    letters: tuple[Intent, ...] = ()
    documents: tuple[str, ...] = ()
    partners: tuple[PartnerDeclaration, ...] = ()

    def of(self, partner_id: str) -> PartnerDeclaration:
        own = (one for one in self.partners if one.partner_id == partner_id)
        return next(own, PartnerDeclaration(partner_id=partner_id))

    @property
    def asked(self) -> frozenset[Fact]:
        """Which facts were asked, by what was declared: a page shows nothing that is empty."""
        found = {
            Fact.FIVE_ACTIONS: bool(self.five_actions),
            Fact.LETTERS: bool(self.letters),
            Fact.DOCUMENTS: bool(self.documents),
            Fact.OWN_CONTRIBUTION: any(p.own_contribution is not None for p in self.partners),
            Fact.UNDERTAKING: any(p.undertaking is not None for p in self.partners),
        }
        return frozenset(fact for fact, declared in found.items() if declared)


LABELS = {
    "five_actions": N_("Which of the five actions do you take?"),
    "letters": N_("Which municipalities wrote that they will adopt a realisation?"),
    "documents": N_("Which supporting documents do you have?"),
    "own_contribution": N_("Own contribution"),
    "undertaking": N_("Is this partner an undertaking for this project?"),
    "aid_received": N_("De minimis aid received in the three years before the project"),
}


def declared_together(declared: Declarations) -> tuple[tuple[str, tuple[Text | str, ...]], ...]:
    """Return what is declared for all partners at once, by the name of the question."""
    letters = tuple(
        Text("%(name)s (%(day)s)", name=one.municipality, day=one.dated) for one in declared.letters
    )
    return (
        ("five_actions", tuple(aim.label for aim in declared.five_actions)),
        ("letters", letters),
        ("documents", declared.documents),
    )


def declared_by(one: PartnerDeclaration) -> tuple[tuple[str, Money | bool], ...]:
    """Return what one partner declared, by the name of the question; nothing that is empty."""
    names = [field.name for field in fields(one) if field.name != "partner_id"]
    values = ((name, getattr(one, name)) for name in names)
    return tuple((name, value) for name, value in values if value is not None)


def unfit(declared: Declarations, partner_ids: Collection[str]) -> list[Refusal]:
    """Say what is wrong with what was typed; what is still empty is no fault."""
    return [
        *_too_many("letters", [one.municipality for one in declared.letters]),
        *_too_many("documents", declared.documents),
        *(fault for one in declared.partners for fault in _unfit_partner(one, partner_ids)),
    ]


def _too_many(place: str, lines: Sequence[str]) -> Iterator[Refusal]:
    if len(lines) > MOST_LINES:
        yield Refusal(Text("Write at most %(most)s lines.", most=MOST_LINES), place)
    if any(len(line) > LONGEST_LINE for line in lines):
        text = Text("Use at most %(limit)s characters per line.", limit=LONGEST_LINE)
        yield Refusal(text, place)


def _unfit_partner(one: PartnerDeclaration, partner_ids: Collection[str]) -> Iterator[Refusal]:
    if one.partner_id not in partner_ids:
        yield Refusal(Text("Leave this row out: the organisation does not take part."))
    for name in ("own_contribution", "aid_received"):
        amount: Money | None = getattr(one, name)
        if amount is not None and amount.cents < 0:
            text = Text("Fill in an amount of zero or more.")
            yield Refusal(text, partner_field(one.partner_id, name))


def partner_field(partner_id: str, name: str) -> str:
    """Return the name of the field in which a partner declares something."""
    return f"{partner_id}-{name}"


def plain_partner(one: PartnerDeclaration) -> dict[str, object]:
    """Return what a partner signs for, without its own identifier."""
    names = [field.name for field in fields(one) if field.name != "partner_id"]
    values = {name: getattr(one, name) for name in names}
    return {name: v.cents if isinstance(v, Money) else v for name, v in values.items()}
