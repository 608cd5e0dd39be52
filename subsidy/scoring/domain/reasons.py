"""Why a file is in or out, by any method: also who would go, and what each single rule cost.

The same sentences go to applicant, jury and auditor; they name no file that was not funded.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.core.text import Text, plural
from subsidy.scoring.domain.constraints import Candidate, Rules, place
from subsidy.scoring.domain.displacing import Change, Displacing
from subsidy.scoring.domain.explanation import Explanation, explained, told
from subsidy.scoring.domain.in_order import RANK_ORDER
from subsidy.scoring.domain.marks import points
from subsidy.scoring.domain.merit import Best
from subsidy.scoring.domain.methods import Method, Selection
from subsidy.scoring.domain.minimums import in_words, keeping, minimums
from subsidy.scoring.domain.narrowing import Narrow, narrow
from subsidy.scoring.domain.rank_order import FUNDED, Verdict
from subsidy.scoring.domain.reserving import Reserving

Judge = Callable[[Sequence[Candidate], Rules], tuple[Selection, Mapping[str, Verdict]]]


@dataclass(frozen=True)
class Reasons:
    """A selection that was made, and the reasons of it for every file.

    ``judge``: makes such a selection, of candidates in rank order by rules.
    """

    ordered: Sequence[Candidate]
    rules: Rules
    method: Method
    seed: str
    judge: Judge

    @cached_property
    def made(self) -> tuple[Selection, Mapping[str, Verdict]]:
        return self.judge(self.ordered, self.rules)

    @cached_property
    def single_rules(self) -> Sequence[tuple[Text, Rules]]:
        """Each single rule but the envelope in words, with the rules that are left without it."""
        return tuple(_each_left_out(self.rules))

    @cached_property
    def without(self) -> Sequence[frozenset[str]]:
        """What is funded without each of the single rules."""
        return [self.funded_without(number) for number in range(len(self.single_rules))]

    def funded_without(self, number: int) -> frozenset[str]:
        """Return what is funded without one of the single rules, by its number from 0."""
        try:
            return frozenset(self.judge(self.ordered, self.single_rules[number][1])[0].funded)
        except RefusedError:
            return frozenset()

    @cached_property
    def near(self) -> Narrow:
        """What is certain of every set that is good enough; of MERIT alone."""
        return narrow(self.ordered, self.rules)

    def explain(self, position: int, freed: Sequence[int] | None = None) -> Explanation:
        """Return the explanation of the file at ``position`` (from 0) of the ranking.

        ``freed``: what :meth:`freed` says of it, when that is known.
        """
        candidate = self.ordered[position]
        by = self.freed(candidate, self.without) if freed is None else freed
        freeing = tuple(self.single_rules[number][0] for number in by)
        if self.method in RANK_ORDER:
            basic = explained(
                self.ordered, self.rules, RANK_ORDER[self.method], self.seed, position
            )
            displaced = () if basic.points_short is None else self._displaced(basic)
            sentences = (*basic.sentences, *_freed(freeing))
            return replace(basic, sentences=sentences, displaced=displaced, freeing=freeing)
        verdict = self.made[1][candidate.id]
        change = None if verdict.outcome in FUNDED else self._change(candidate)
        said = () if change is None else (*_changed(candidate, change), *_freed(freeing))
        return Explanation(
            id=candidate.id,
            rank=position + 1,
            of=len(self.ordered),
            merit=candidate.merit,
            outcome=verdict.outcome,
            awarded_cents=verdict.awarded_cents,
            points_short=change.points_short if change else None,
            fitting_cents=change.fitting_cents if change else None,
            sentences=(
                *told(candidate, verdict, self.rules, position + 1, len(self.ordered)),
                *said,
            ),
            displaced=change.displaced if change else (),
            freeing=freeing,
        )

    def _change(self, candidate: Candidate) -> Change:
        made, said = self.made
        if self.method is Method.QUOTA:
            return Reserving(self.ordered, self.rules, self.seed, said).change(candidate)
        best = Best(
            frozenset(made.funded), made.merit, made.bound, optimal=made.optimal, unique=made.unique
        )
        return Displacing(self.ordered, self.rules, self.seed, best, self.near).change(candidate)

    def _displaced(self, basic: Explanation) -> tuple[str, ...]:
        """Return who would go when this file had the points that it is short."""
        own = self.ordered[basic.rank - 1]
        raised = replace(own, merit=own.merit + (basic.points_short or 0))
        others = [each for each in self.ordered if each.id != own.id]
        again = sorted([*others, raised], key=lambda each: place(each, self.seed))
        then = set(self.judge(again, self.rules)[0].funded)
        return tuple(id_ for id_ in self.made[0].funded if id_ not in then)

    def freed(self, candidate: Candidate, without: Sequence[frozenset[str]]) -> Sequence[int]:
        """Return the single rules without which, one at a time, a file that is out would be in."""
        if candidate.id in self.made[0].amounts:
            return ()
        return tuple(number for number, funded in enumerate(without) if candidate.id in funded)


def _each_left_out(rules: Rules) -> Iterator[tuple[Text, Rules]]:
    """Give each rule in words, with the rules that are left without it."""
    if rules.threshold:
        least = Text("at least %(points)s points", points=points(rules.threshold))
        yield least, replace(rules, threshold=0)
    if rules.max_projects is not None:
        most = plural("at most one project", "at most %(n)s projects", rules.max_projects)
        yield most, replace(rules, max_projects=None)
    if rules.max_per_lead is not None:
        per_lead = plural(
            "at most one project per lead partner",
            "at most %(n)s projects per lead partner",
            rules.max_per_lead,
        )
        yield per_lead, replace(rules, max_per_lead=None)
    if any(len(set(group)) > 1 for group in rules.exclusions):
        yield Text("projects that exclude each other"), replace(rules, exclusions=())
    if rules.shared:
        once = Text("at most one project per municipality")
        yield once, replace(rules, shared=MappingProxyType({}))
    every = minimums(rules)
    for one in every:
        yield in_words(rules, one), keeping(rules, [each for each in every if each != one])


def _changed(candidate: Candidate, change: Change) -> Iterator[Text]:
    if candidate.under:
        return
    if change.points_short is None:
        yield Text("More points alone would not have been enough.")
    else:
        yield Text(
            "With %(short)s points more, %(needed)s in all, the file would have been funded.",
            short=points(change.points_short),
            needed=points(candidate.merit + change.points_short),
        )
    if change.displaced:
        yield Text("It would then take the place of %(others)s.", others=change.displaced)
    if change.fitting_cents is not None:
        yield Text(
            "With at most %(fitting)s asked, the file would have been funded in full.",
            fitting=Money(change.fitting_cents),
        )
    elif change.fitting_known:
        yield Text("A smaller amount alone would not have been enough.")


def _freed(freeing: tuple[Text, ...]) -> Iterator[Text]:
    if len(freeing) == 1:
        yield Text("Without this rule the file would have been funded: %(rule)s.", rule=freeing[0])
    elif freeing:
        yield Text(
            "Without any one of these rules the file would have been funded: %(rules)s.",
            rules=freeing,
        )
