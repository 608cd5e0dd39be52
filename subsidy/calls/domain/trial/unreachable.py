"""Rules that nobody can meet: with any partners, or with any budget that the call allows.

First who works together: a rule that fails in every consortium that a trial tries, or rules that
each can be met but never all at once. Then the money: consortia that the rules let through, whole
and as small as they can be, divide the smallest, the middle and the largest amount of the call over
the whole period, each in turn equally, with the minimum for everybody and the rest for one, or all
for one. What fails in all of these nobody can meet. A rule that looks at anything else an applicant
writes is left alone: a text can always be written.
"""

from collections.abc import Iterator, Sequence

from subsidy.calls.domain.dossier import Dossier
from subsidy.calls.domain.rules import RULES, Outcome, Terms, Weight
from subsidy.calls.domain.trial.consortia import Members, World
from subsidy.calls.domain.trial.court import Court, judged
from subsidy.calls.domain.trial.draft import Draft
from subsidy.calls.domain.trial.reach import Chance, Reach, reach
from subsidy.calls.domain.trial.unwritten import (
    UnwrittenError,
    consortium,
    member,
    surroundings,
)
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import Text

_MOST_TRIED = 12


def unreachable(draft: Draft, world: World, known: Reach | None = None) -> tuple[Refusal, ...]:
    """Return what no municipality can meet, each with its place; ``known``: the reach, if at hand.

    These are concerns, as of :mod:`subsidy.calls.domain.regulation.concerns`: they forbid nothing.
    """
    found = known or reach(draft, world)
    return tuple(_by_partners(draft, found)) or tuple(_by_money(draft, world, found))


# Who works together -------------------------------------------------------------------------------


def _by_partners(draft: Draft, found: Reach) -> Iterator[Refusal]:
    everybody = len(found.chances)
    hopeless = [each for each in found.rules if each.decided and each.nobody == everybody]
    for each in hopeless:
        text = Text(
            "Nobody can meet this condition, with any partners: %(rule)s",
            rule=draft.says(each.requirement),
        )
        yield Refusal(text, _place(each.requirement.rule))
    if not hopeless and everybody and found.counts[Chance.NOBODY] == everybody:
        rules = [each.requirement for each in found.rules if each.decided and each.freed]
        blamed = rules or [each.requirement for each in found.rules if each.decided]
        yield _together(tuple(each.rule for each in blamed))


def _together(rules: Sequence[str]) -> Refusal:
    text = Text(
        "Each condition can be met, but nobody can meet these together: %(rules)s.",
        rules=tuple(Text(RULES[rule].name) for rule in rules),
    )
    return Refusal(text, "regels")


def _place(rule: str) -> str:
    return f"regels.{RULES[rule].word}"


# The money ----------------------------------------------------------------------------------------


def _by_money(draft: Draft, world: World, found: Reach) -> Iterator[Refusal]:
    failing: list[frozenset[str]] = []
    try:
        for dossier in _funded(draft, world, found):
            failing.append(_failing(draft, dossier))
            if not failing[-1]:
                return
    except UnwrittenError:  # the draft has no amounts or days yet
        return
    if failing:
        yield from _of_money(draft, failing)


def _of_money(draft: Draft, failing: Sequence[frozenset[str]]) -> Iterator[Refusal]:
    always = frozenset.intersection(*failing)
    for each in draft.requirements:
        if each.rule in always:
            text = Text(
                "Nobody can meet this condition with the amounts and days of the call: %(rule)s",
                rule=draft.says(each),
            )
            yield Refusal(text, _place(each.rule))
    if not always:
        yield _together(min(map(sorted, failing), key=_fewest))


def _fewest(rules: Sequence[str]) -> tuple[int, Sequence[str]]:
    return len(rules), rules


def _failing(draft: Draft, dossier: Dossier) -> frozenset[str]:
    return frozenset(
        each.rule
        for each in draft.requirements
        if each.weight is not Weight.ADVICE
        and judged(each, dossier, draft.terms) is Outcome.NOT_MET
    )


def _funded(draft: Draft, world: World, found: Reach) -> Iterator[Dossier]:
    """Give small consortia with the amounts and the days that the call allows."""
    around = surroundings(world.borders)
    for members in _small(draft, world, found):
        for shares in _divisions(draft.terms, len(members)):
            partners = (
                member(one, lead=place == 0, requested=share)
                for place, (one, share) in enumerate(zip(members, shares, strict=True))
            )
            yield consortium(
                partners,
                around,
                requested=Money.total(shares),
                starts_on=draft.terms.first_day,
                ends_on=draft.terms.last_day,
            )


def _divisions(terms: Terms, partners: int) -> Iterator[tuple[Money, ...]]:
    """Give the ways to divide the amounts of the call that are tried."""
    middle = Money((terms.minimum.cents + terms.maximum.cents) // 2)
    for amount in dict.fromkeys((terms.maximum, terms.minimum, middle)):
        yield amount.share_out([1] * partners)
        rest = amount - Money(terms.partner_minimum.cents * partners)
        for first in dict.fromkeys((0, partners - 1)):
            chosen = [Money(0)] * partners
            chosen[first] = amount
            yield tuple(chosen)
            if rest >= Money(0):
                chosen = [terms.partner_minimum] * partners
                chosen[first] += rest
                yield tuple(chosen)


def _small(draft: Draft, world: World, found: Reach) -> Iterator[Members]:
    """Give consortia that the rules let through: whole, and without whom they can do without."""
    court = Court(draft, world)
    seen: set[frozenset[str]] = set()
    for members in found.examples[:_MOST_TRIED]:
        for group in (_shrunk(court, members), _shrunk(court, members[::-1]), members):
            codes = frozenset(one.nis for one in group)
            if codes not in seen:
                seen.add(codes)
                yield group


def _shrunk(court: Court, members: Members) -> Members:
    for one in members:
        without = tuple(other for other in members if other is not one)
        if without and court.lets_through(without):
            members = without
    return members
