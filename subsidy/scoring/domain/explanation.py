"""Says why a file is in or out, and what would have changed it, by doing the selection again.

The same sentences go to applicant, jury and auditor; they name no file that was not funded.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from subsidy.core.money import Money
from subsidy.core.text import N_, Text, plural
from subsidy.scoring.domain.constraints import HIGHEST_MERIT, Candidate, Obstacle, Rules, place
from subsidy.scoring.domain.marks import points
from subsidy.scoring.domain.rank_order import FUNDED, Outcome, RankOrder, Verdict

BY_THE_SOLVER = {
    Outcome.NOT_CHOSEN: N_(
        "The selection takes the files that have the most points together and respect every rule. "
        "This file is not among them."
    ),
    Outcome.RESERVED: N_(
        "The selection goes down the ranking and keeps room for the minimums of the call. "
        "With this file, and those funded before it, a minimum could not be reached any more."
    ),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a file has its outcome.

    ``rank`` from 1 among ``of`` files. ``points_short``: hundredths of a point with which it would
    have been funded, all else equal; it keeps its place after files with the points it then
    reaches, when ``order`` was given. ``fitting_cents``: the largest amount with which it would
    have been funded in full, all else equal. Both None when funded, or when nothing would do.
    ``displaced``: funded ids that would not be when it had those points. ``freeing``: rules
    without which, one at a time, it would have been funded.
    """

    id: str
    rank: int
    of: int
    merit: int
    outcome: Outcome
    awarded_cents: int
    points_short: int | None
    fitting_cents: int | None
    sentences: tuple[Text, ...]
    displaced: tuple[str, ...] = ()
    freeing: tuple[Text, ...] = ()

    @property
    def is_funded(self) -> bool:
        return self.outcome in FUNDED


def explained(
    ordered: Sequence[Candidate],
    rules: Rules,
    method: RankOrder,
    seed: str,
    position: int,
) -> Explanation:
    """Return the explanation of the candidate at ``position`` (from 0) of the ranking."""
    candidate = ordered[position]
    verdict = method(ordered, rules)[candidate.id]
    what_if = _WhatIf(ordered, rules, method, seed, position)
    funded = verdict.outcome in FUNDED
    short = None if funded else what_if.points_short()
    fitting = None if funded else what_if.fitting_cents()
    change = () if funded else _what_would_change(candidate, short, fitting)
    return Explanation(
        id=candidate.id,
        rank=position + 1,
        of=len(ordered),
        merit=candidate.merit,
        outcome=verdict.outcome,
        awarded_cents=verdict.awarded_cents,
        points_short=short,
        fitting_cents=fitting,
        sentences=(*told(candidate, verdict, rules, position + 1, len(ordered)), *change),
    )


def told(
    candidate: Candidate, verdict: Verdict, rules: Rules, rank: int, of: int
) -> tuple[Text, ...]:
    """Return the place of a file and what decided on it."""
    place_text = Text(
        "This file has place %(rank)s of %(of)s, with %(points)s points out of 100.",
        rank=rank,
        of=of,
        points=points(candidate.merit),
    )
    return (place_text, *_reasons(candidate, verdict, rules))


@dataclass(frozen=True, slots=True)
class _WhatIf:
    """The same selection with one number of one candidate changed.

    More merit or a smaller amount moves a file up and never makes it fit worse, so the answers
    change once, from no to yes: a bisection finds the exact point.
    """

    ordered: Sequence[Candidate]
    rules: Rules
    method: RankOrder
    seed: str
    position: int

    def points_short(self) -> int | None:
        own = self.ordered[self.position]

        def enough(merit: int) -> bool:
            return self._verdict(replace(own, merit=merit)).outcome in {
                Outcome.FUNDED,
                Outcome.PARTIAL,
            }

        merits = range(own.merit + 1, HIGHEST_MERIT + 1)
        found = bisect_left(merits, x=True, key=enough)
        return found + 1 if found < len(merits) else None

    def fitting_cents(self) -> int | None:
        own = self.ordered[self.position]

        def fits(saved: int) -> bool:
            smaller = replace(own, amount_cents=own.amount_cents - saved, minimum_cents=None)
            return self._verdict(smaller).outcome is Outcome.FUNDED

        found = bisect_left(range(own.amount_cents), x=True, key=fits)
        return own.amount_cents - found if found < own.amount_cents else None

    def _verdict(self, changed: Candidate) -> Verdict:
        others = [c for i, c in enumerate(self.ordered) if i != self.position]
        at = bisect_left(others, place(changed, self.seed), key=lambda c: place(c, self.seed))
        return self.method([*others[:at], changed, *others[at:]], self.rules)[changed.id]


def _reasons(candidate: Candidate, verdict: Verdict, rules: Rules) -> list[Text]:
    asked, left = Money(candidate.amount_cents), Money(verdict.left_cents)
    match verdict.outcome:
        case Outcome.FUNDED:
            return [
                Text(
                    "At its turn %(left)s was left in the envelope. "
                    "The file fits in full, with %(asked)s.",
                    left=left,
                    asked=asked,
                )
            ]
        case Outcome.PARTIAL:
            return [_partial(candidate, left)]
        case Outcome.UNDER_THRESHOLD | Outcome.UNDER_CRITERION:
            return [_under(candidate, verdict, rules)]
        case Outcome.AFTER_STOP:
            return [
                Text(
                    "The selection goes down the ranking and stops at the first file that does "
                    "not fit. It stopped before this file."
                )
            ]
        case Outcome.NOT_CHOSEN | Outcome.RESERVED:
            return [Text(BY_THE_SOLVER[verdict.outcome])]
        case Outcome.DID_NOT_FIT | Outcome.SKIPPED | Outcome.SET_ASIDE:  # the last: never a method
            return _did_not_fit(candidate, verdict, rules)


def _partial(candidate: Candidate, left: Money) -> Text:
    return Text(
        "At its turn %(left)s was left in the envelope, less than the %(asked)s asked. "
        "The file can be carried out from %(minimum)s. It gets what was left.",
        left=left,
        asked=Money(candidate.amount_cents),
        minimum=Money(candidate.minimum_cents or 0),
    )


def _under(candidate: Candidate, verdict: Verdict, rules: Rules) -> Text:
    if verdict.outcome is Outcome.UNDER_THRESHOLD:
        return Text(
            "The call funds files from %(threshold)s points. This file has fewer.",
            threshold=points(rules.threshold),
        )
    return plural(
        "The mean mark lies under the threshold of this criterion: %(criteria)s.",
        "The mean marks lie under the thresholds of these criteria: %(criteria)s.",
        len(candidate.under),
        criteria=candidate.under,
    )


def _did_not_fit(candidate: Candidate, verdict: Verdict, rules: Rules) -> list[Text]:
    stop = Text(
        "The selection goes down the ranking and stops at the first file that does not fit. "
        "That is this file."
    )
    skip = Text("The selection goes down the ranking and passes over files that do not fit.")
    texts = [_obstacle(obstacle, candidate, verdict, rules) for obstacle in verdict.obstacles]
    return [*texts, skip if verdict.outcome is Outcome.SKIPPED else stop]


def _obstacle(obstacle: Obstacle, candidate: Candidate, verdict: Verdict, rules: Rules) -> Text:
    match obstacle:
        case Obstacle.ENVELOPE:
            return _too_large(candidate, Money(verdict.left_cents))
        case Obstacle.PROJECTS:
            return plural(
                "The call funds at most one file. It was already funded.",
                "The call funds at most %(n)s files. They were already funded.",
                rules.max_projects or 0,
            )
        case Obstacle.LEAD:
            return plural(
                "The call funds at most one file per lead partner. It was already funded.",
                "The call funds at most %(n)s files per lead partner. They were already funded.",
                rules.max_per_lead or 0,
            )
        case Obstacle.EXCLUSION:
            return _excluded(candidate, verdict, rules)


def _excluded(candidate: Candidate, verdict: Verdict, rules: Rules) -> Text:
    rivals = set(verdict.rivals)
    names = tuple(
        name
        for name, group in sorted(rules.shared.items())
        if candidate.id in group and rivals.intersection(group)
    )
    if not names:
        return Text(
            "This file may not be funded beside %(rivals)s. That choice was made by the ranking.",
            rivals=verdict.rivals,
        )
    return plural(
        "A municipality takes part in at most one funded project. %(names)s already takes part "
        "in %(rivals)s, higher in the ranking.",
        "A municipality takes part in at most one funded project. %(names)s already take part "
        "in %(rivals)s, higher in the ranking.",
        len(names),
        names=names,
        rivals=verdict.rivals,
    )


def _too_large(candidate: Candidate, left: Money) -> Text:
    asked = Money(candidate.amount_cents)
    if candidate.minimum_cents is None:
        return Text(
            "At its turn %(left)s was left in the envelope. The file asks %(asked)s.",
            left=left,
            asked=asked,
        )
    return Text(
        "At its turn %(left)s was left in the envelope. The file asks %(asked)s and needs at "
        "least %(minimum)s.",
        left=left,
        asked=asked,
        minimum=Money(candidate.minimum_cents),
    )


def _what_would_change(
    candidate: Candidate,
    short: int | None,
    fitting: int | None,
) -> tuple[Text, ...]:
    if candidate.under:
        return ()
    return _more_points(candidate, short), _smaller_amount(fitting)


def _more_points(candidate: Candidate, short: int | None) -> Text:
    if short is None:
        return Text("More points alone would not have been enough.")
    return Text(
        "With %(short)s points more, %(needed)s in all, the file would have been funded.",
        short=points(short),
        needed=points(candidate.merit + short),
    )


def _smaller_amount(fitting: int | None) -> Text:
    if fitting is None:
        return Text("A smaller amount alone would not have been enough.")
    return Text(
        "With at most %(fitting)s asked, the file would have been funded in full.",
        fitting=Money(fitting),
    )
