"""What the rules of a draft find in a consortium of which nothing is written yet."""

from collections.abc import Collection, Iterable, Sequence

from subsidy.calls.domain.dossier import Dossier, Municipality
from subsidy.calls.domain.rules import RULES, Outcome, Requirement, Terms, Weight, outcome_of
from subsidy.calls.domain.trial.consortia import Members, World
from subsidy.calls.domain.trial.draft import Draft
from subsidy.calls.domain.trial.unwritten import (
    BY_APPLICANT,
    UnwrittenError,
    Writer,
    consortium,
    member,
    surroundings,
)

Answer = Outcome | Writer
DECIDED = frozenset({Outcome.MET, Outcome.NOT_MET})


def judged(requirement: Requirement, dossier: Dossier, terms: Terms) -> Answer:
    """Return what a rule finds, or who still has to write what it looks at."""
    try:
        return outcome_of(requirement, dossier, terms)
    except UnwrittenError as unwritten:
        return unwritten.writer


def ends(members: Members) -> tuple[Municipality, Municipality]:
    """Return the largest and the smallest municipality: who can lead a consortium of a trial."""
    large = max(members, key=_size)
    return large, min(members, key=_size)


def _size(one: Municipality) -> tuple[int, str]:
    return one.population, one.nis


class Court:
    """Asks the rules of a draft about consortia of a world.

    A rule that leaves every municipality alone and all of them together undecided depends on what
    is written; it is asked no more. ``open`` has the places in the draft of the other rules; among
    them ``binding`` those that are no mere advice, ``led`` those that look at who leads,
    ``hopeless`` those that fail in every consortium as they fail in the largest.
    """

    def __init__(self, draft: Draft, world: World) -> None:
        self.draft = draft
        self._around = surroundings(world.borders)
        self._partners = {one.nis: member(one) for one in world.municipalities}
        self._leads = {one.nis: member(one, lead=True) for one in world.municipalities}
        rules = range(len(draft.requirements))
        self.alone = {one.nis: self._row(rules, (one,)) for one in world.municipalities}
        rows = [*self.alone.values(), self._row(rules, world.municipalities)]
        self.open: Sequence[int] = [
            place for place in rules if not DECIDED.isdisjoint(row[place] for row in rows)
        ]

        self.led = frozenset(place for place in self.open if self._looks_at_lead(place, world))
        self.binding = frozenset(
            place for place in self.open if draft.requirements[place].weight is not Weight.ADVICE
        )

        self.hopeless = frozenset(
            place for place in self.open if self._fails_with_everybody(place, world.municipalities)
        )

    def _fails_with_everybody(self, place: int, everybody: Members) -> bool:
        """Return whether a rule fails in all of Flanders that more partners never make fail."""
        grows = RULES[self.draft.requirements[place].rule].grows
        leads = ends(everybody) if everybody and grows else ()
        return bool(leads) and all(
            self.fails(place, self.dossier(everybody, lead)) for lead in leads
        )

    def fails_alone(self, nis: str) -> frozenset[int]:
        """Return which rules a municipality without partners does not meet."""
        row = self.alone[nis]
        return frozenset(place for place in self.open if row[place] is Outcome.NOT_MET)

    def fails(self, place: int, dossier: Dossier) -> bool:
        return self._answer(place, dossier) is Outcome.NOT_MET

    def _looks_at_lead(self, place: int, world: World) -> bool:
        """Return whether a rule stumbles when nobody said yet who leads."""
        partners = [member(one, lead=BY_APPLICANT) for one in world.municipalities]
        groups = (partners[:1], partners)
        dossiers = (consortium(group, self._around) for group in groups if group)
        return any(isinstance(self._answer(place, dossier), Writer) for dossier in dossiers)

    def _row(self, rules: Iterable[int], members: Members) -> Sequence[Answer]:
        dossier = self.dossier(members, ends(members)[0])
        return [self._answer(place, dossier) for place in rules]

    def _answer(self, place: int, dossier: Dossier) -> Answer:
        return judged(self.draft.requirements[place], dossier, self.draft.terms)

    def dossier(self, members: Collection[Municipality], lead: Municipality) -> Dossier:
        partners = (self._partners[one.nis] for one in members if one is not lead)
        return consortium((self._leads[lead.nis], *partners), self._around)

    def lets_through(self, members: Members) -> bool:
        """Return whether no condition fails in a consortium, with one of the leads."""
        return any(
            not any(self.fails(place, dossier) for place in self.binding)
            for dossier in (self.dossier(members, lead) for lead in ends(members))
        )
