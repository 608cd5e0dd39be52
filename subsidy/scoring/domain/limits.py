"""Which published limits an outcome breaks when people award something else than the selection.

A limit that money or another file can mend (caps, thresholds) is a refusal. A minimum is not: a
file that cannot be carried out is put aside also when its region then has less; who decides reads
it first.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from subsidy.core.errors import Refusal
from subsidy.core.text import Text, plural
from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.marks import points
from subsidy.scoring.domain.methods import unmet

PLACE = "application"
Amounts = Mapping[str, int]
"""Cents per id of a file, as it will be decided; a file that gets nothing may stand there too."""


def broken(
    candidates: Sequence[Candidate], rules: Rules, amounts: Amounts, id_: str
) -> list[Refusal]:
    """Say every limit of the regulation that an award for file ``id_`` breaks beside the others.

    The envelope is not among them: that depends on cents. Empty when the file gets nothing, and
    for a file that is not a candidate.
    """
    own = next((each for each in candidates if each.id == id_), None)
    if own is None or not amounts.get(id_):
        return []
    others = [each for each in candidates if each.id != id_ and amounts.get(each.id)]
    return [
        *_under(own, rules),
        *_too_many(others, rules),
        *_too_many_of_the_lead(own, others, rules),
        *_beside(own, others, rules),
    ]


def not_reached(
    candidates: Sequence[Candidate], rules: Rules, amounts: Amounts
) -> tuple[Text, ...]:
    """Return the minimums of the regulation that an outcome does not reach."""
    funded = [each for each in candidates if amounts.get(each.id)]
    return tuple(unmet(funded, amounts, rules))


def _under(own: Candidate, rules: Rules) -> Iterator[Refusal]:
    if own.merit < rules.threshold:
        text = Text(
            "The call funds from %(least)s points; this application has %(merit)s. "
            "Choose another application.",
            least=points(rules.threshold),
            merit=points(own.merit),
        )
        yield Refusal(text, PLACE)
    if own.under:
        text = Text(
            "This application stays under the threshold of: %(criteria)s. "
            "Choose another application.",
            criteria=own.under,
        )
        yield Refusal(text, PLACE)


def _too_many(others: Sequence[Candidate], rules: Rules) -> Iterator[Refusal]:
    if rules.max_projects is not None and len(others) >= rules.max_projects:
        text = plural(
            "The call funds at most one project. First give the other application no subsidy, and "
            "have that confirmed.",
            "The call funds at most %(n)s projects; so many are funded already. First give another "
            "application no subsidy, and have that confirmed.",
            rules.max_projects,
        )
        yield Refusal(text, PLACE)


def _too_many_of_the_lead(
    own: Candidate, others: Sequence[Candidate], rules: Rules
) -> Iterator[Refusal]:
    same = _numbers(each.id for each in others if each.lead == own.lead)
    if rules.max_per_lead is not None and len(same) >= rules.max_per_lead:
        text = plural(
            "The call funds at most one project per lead partner. This lead partner has "
            "%(numbers)s. First give that no subsidy, and have that confirmed.",
            "The call funds at most %(n)s projects per lead partner. This lead partner has "
            "%(numbers)s. First give one of these no subsidy, and have that confirmed.",
            rules.max_per_lead,
            numbers=same,
        )
        yield Refusal(text, PLACE)


def _beside(own: Candidate, others: Sequence[Candidate], rules: Rules) -> Iterator[Refusal]:
    funded = {each.id for each in others}
    for name, group in sorted(rules.shared.items()):
        rivals = _rivals(own, group, funded)
        if rivals:
            text = Text(
                "The call funds one project per municipality. %(name)s takes part in %(numbers)s "
                "already. First give that no subsidy, and have that confirmed.",
                name=name,
                numbers=rivals,
            )
            yield Refusal(text, PLACE)
    for group in rules.exclusions:
        rivals = _rivals(own, group, funded)
        if rivals:
            text = Text(
                "The call does not fund this application beside %(numbers)s. "
                "First give that no subsidy, and have that confirmed.",
                numbers=rivals,
            )
            yield Refusal(text, PLACE)


def _rivals(own: Candidate, group: Collection[str], funded: Collection[str]) -> tuple[str, ...]:
    return _numbers(id_ for id_ in group if id_ in funded) if own.id in group else ()


def _numbers(ids: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))
