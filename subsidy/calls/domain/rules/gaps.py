"""What is still to be said in a continuity plan and about a realisation."""

from collections.abc import Collection, Iterable

from subsidy.calls.domain.dossier import Promise, Realisation
from subsidy.calls.domain.rules.base import Outcome, Verdict
from subsidy.core.text import N_, Text


def missing(asked: Iterable[tuple[bool, str]]) -> tuple[Text, ...]:
    """Return the words for everything that is not filled in."""
    return tuple(Text(msgid) for filled, msgid in asked if not filled)


def gap(where: Text | str, lacking: tuple[Text, ...]) -> Text:
    return Text("%(where)s: fill in %(missing)s.", where=where, missing=lacking)


def no_realisation() -> Verdict:
    return Verdict(
        outcome=Outcome.NOT_MET,
        sentence=Text("The application names no realisation yet."),
        remedy=Text("Add what will exist when the project ends."),
    )


def promise_gaps(promise: Promise | None, years: Collection[int]) -> tuple[Text, ...]:
    """Return what a partner still has to say about one realisation."""
    if promise is None:
        return (Text("the whole continuity plan"),)
    counted = {year.year for year in promise.years}
    return missing(
        [
            (promise.stays is not None, N_("what stays")),
            (bool(promise.owner.strip()), N_("who carries it")),
            (counted.issuperset(years), N_("the yearly cost after the end")),
            (bool(promise.funding_source.strip()), N_("who pays the cost")),
            (_others_named(promise), N_("who the second or third source of money is")),
            (bool(promise.deciding_body.strip()), N_("which body decides")),
            (promise.decided_on is not None, N_("the date of the decision")),
            (bool(promise.expected_of_others.strip()), N_("what you expect of others")),
            (promise.risk is not None, N_("the risk")),
        ]
    )


def _others_named(promise: Promise) -> bool:
    """Tell whether the second and third source have a name, as far as they pay something."""
    second, third = any(x.second for x in promise.years), any(x.third for x in promise.years)
    return bool(promise.second_source.strip() or not second) and bool(
        promise.third_source.strip() or not third
    )


def realisation_gaps(realisation: Realisation, adopters: int) -> tuple[Text, ...]:
    """Return what is still to be said before others can take this realisation over."""
    named = sum(bool(adopter.strip()) for adopter in set(realisation.adopters))
    return missing(
        [
            (bool(realisation.for_whom.strip()), N_("for whom it is")),
            (bool(realisation.licence.strip()), N_("the licence")),
            (bool(realisation.how_to_use.strip()), N_("how every municipality can use it")),
            (realisation.available_from is not None, N_("from when it is available")),
            (named >= adopters, N_("who takes it over")),
        ]
    )
