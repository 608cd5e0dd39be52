"""What rules about partners share: whom they wait for, and what any answer would make of it.

An invited partner may still say yes or no. A rule is met only when it is met whatever they
answer, and not met when no answer can help; in between it is not yet known.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from itertools import product

from subsidy.calls.domain.dossier import Consent, Dossier, Municipality, Partner
from subsidy.calls.domain.rules.base import Outcome
from subsidy.core.text import Text

MOST_TRIED = 6
"""So many open invitations are tried out, each with yes and no; with more, one waits."""


def names_of(found: Collection[Municipality] | Collection[Partner]) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in found))


def wait_for(awaited: Collection[Municipality] | Collection[Partner]) -> Text:
    return Text("Ask %(names)s to answer the invitation.", names=names_of(awaited))


def whatever_they_answer(dossier: Dossier, judge: Callable[[Dossier], Outcome]) -> Outcome:
    """Return what the judgement is after every possible answer, or UNKNOWN when they differ."""
    awaited = dossier.invited
    if not awaited:
        return judge(dossier)
    if len(awaited) > MOST_TRIED:
        return Outcome.UNKNOWN
    answers = product((Consent.ACCEPTED, Consent.REFUSED), repeat=len(awaited))
    outcomes = {judge(_answered(dossier, each)) for each in answers}
    return outcomes.pop() if len(outcomes) == 1 else Outcome.UNKNOWN


def _answered(dossier: Dossier, answers: tuple[Consent, ...]) -> Dossier:
    """Return the dossier in which the invited partners have given these answers."""
    given = iter(answers)
    partners = tuple(
        replace(partner, consent=next(given)) if partner.consent is Consent.INVITED else partner
        for partner in dossier.partners
    )
    return replace(dossier, partners=partners)


def met_if(condition: bool) -> Outcome:  # noqa: FBT001 - it is the whole question
    return Outcome.MET if condition else Outcome.NOT_MET
