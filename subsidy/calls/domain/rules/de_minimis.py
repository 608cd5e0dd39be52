"""A partner that is an undertaking stays under the ceiling of de minimis aid."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from subsidy.calls.domain.dossier import Around, Dossier, Fact, Partner
from subsidy.calls.domain.rules.awaiting import names_of, whatever_they_answer
from subsidy.calls.domain.rules.base import (
    Example,
    Kind,
    Outcome,
    Parameter,
    Params,
    Rule,
    Sentences,
    Terms,
    Theme,
    Verdict,
)
from subsidy.calls.domain.rules.samples import asked, association, group
from subsidy.core.money import Money
from subsidy.core.text import N_, Text


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    ceiling = _ceiling(dossier, params)
    outcome = whatever_they_answer(dossier, lambda d: _outcome(d, ceiling))
    groups = _undertakings(dossier, dossier.accepted)
    over = [p for group in groups if _of(group, ceiling) is Outcome.NOT_MET for p in group]
    return Verdict(
        outcome=outcome,
        facts={"names": names_of(over)},
        remedy=_tell(dossier) if outcome is Outcome.UNKNOWN else None,
    )


def _ceiling(dossier: Dossier, params: Params) -> Money | None:
    """Return the ceiling on the first day of the project; None while that day is not known."""
    if dossier.starts_on is None:
        return None
    later = dossier.starts_on >= date.fromordinal(params["changes_on"])
    return Money(params["from_then" if later else "until_then"])


def _undertakings(dossier: Dossier, partners: Iterable[Partner]) -> list[tuple[Partner, ...]]:
    """Group partners that the law takes for one undertaking; what nobody looked up links nobody."""
    groups: dict[str, list[Partner]] = {}
    holder = _holders(dossier.around.linked or ())
    for partner in partners:
        key = partner.organisation_id or partner.id
        groups.setdefault(holder.get(key, key), []).append(partner)
    return [tuple(group) for group in groups.values()]


def _holders(pairs: Iterable[frozenset[str]]) -> dict[str, str]:
    """Return, per organisation with a link, one name for all that hang together."""
    found: dict[str, frozenset[str]] = {}
    for pair in pairs:
        together = pair.union(*(found.get(each, frozenset()) for each in pair))
        found |= dict.fromkeys(together, together)
    return {key: min(together) for key, together in found.items()}


def _of(group: Sequence[Partner], ceiling: Money | None) -> Outcome:
    """Judge one undertaking: what its parts received and ask, together."""
    counted = [partner for partner in group if partner.undertaking is not False]
    known = [
        partner.aid_received + partner.requested
        for partner in counted
        if partner.undertaking and partner.aid_received is not None
    ]
    if ceiling is not None and Money.total(known) > ceiling:
        return Outcome.NOT_MET  # who did not answer yet can only add to it
    if not counted:
        return Outcome.MET
    return Outcome.UNKNOWN if ceiling is None or len(known) < len(counted) else Outcome.MET


def _outcome(dossier: Dossier, ceiling: Money | None) -> Outcome:
    found = {_of(group, ceiling) for group in _undertakings(dossier, dossier.accepted)}
    if Outcome.NOT_MET in found:
        return Outcome.NOT_MET
    if _links_unknown(dossier):
        return Outcome.UNKNOWN
    return Outcome.MET if found == {Outcome.MET} else Outcome.UNKNOWN


def _links_unknown(dossier: Dossier) -> bool:
    """Return whether nobody looked up if two undertakings of the file are one."""
    several = sum(partner.undertaking is True for partner in dossier.accepted) > 1
    return several and dossier.around.linked is None


def _tell(dossier: Dossier) -> Text | None:
    """Say who did not answer yet, and that the day lacks of which the ceiling is."""
    silent = [p for p in (*dossier.accepted, *dossier.invited) if not _answered(p)]
    if silent and dossier.starts_on is None:
        return Text(
            "Fill in for %(names)s whether it is an undertaking, and which aid it received. "
            "Fill in the first day of the project too.",
            names=names_of(silent),
        )
    if silent:
        return Text(
            "Fill in for %(names)s whether it is an undertaking, and which aid it received.",
            names=names_of(silent),
        )
    return Text("Fill in the first day of the project.") if dossier.starts_on is None else None


def _answered(partner: Partner) -> bool:
    return partner.undertaking is False or (
        partner.undertaking is True and partner.aid_received is not None
    )


_FIRM = replace(
    association("Digi bv"),
    undertaking=True,
    aid_received=Money(150_000_00),
    requested=Money(50_000_00),
)


_ASKS_TOO_MUCH = replace(_FIRM, requested=Money(50_000_01))
_SISTER = replace(_FIRM, id="Digi holding", name="Digi holding")
_BEFORE, _FROM_THEN = date(2023, 12, 31), date(2024, 1, 1)
_BOTH = replace(group(_FIRM, _SISTER), starts_on=_BEFORE)
_LINKED = Around(linked=frozenset({frozenset({"Digi bv", "Digi holding"})}))
_LINKED_ELSEWHERE = Around(linked=frozenset({frozenset({"Digi bv", "Iemand anders"})}))
RULE = Rule(
    key="de_minimis",
    word="de_minimis",
    name=N_("De minimis aid under the ceiling"),
    source="Regulation (EU) 2023/2831; 200,000 euro until 2023, 300,000 euro from 2024",
    theme=Theme.MONEY,
    order=70,
    part="declarations",
    asks=frozenset({Fact.UNDERTAKING, Fact.LINKS}),
    parameters=(
        Parameter(
            key="until_then",
            word="plafond_tot_dan",
            label=N_("ceiling before the change"),
            unit=N_("euro in three years"),
            minimum=1_00,
            maximum=10_000_000_00,
            default=200_000_00,
            kind=Kind.MONEY,
        ),
        Parameter(
            key="changes_on",
            word="verandert_op",
            label=N_("day on which the ceiling changes"),
            unit=N_("day"),
            minimum=date(2020, 1, 1).toordinal(),
            maximum=date(2040, 12, 31).toordinal(),
            default=date(2024, 1, 1).toordinal(),
            kind=Kind.DATE,
        ),
        Parameter(
            key="from_then",
            word="plafond_vanaf_dan",
            label=N_("ceiling from the change"),
            unit=N_("euro in three years"),
            minimum=1_00,
            maximum=10_000_000_00,
            default=300_000_00,
            kind=Kind.MONEY,
        ),
    ),
    states=Text(
        "A partner that is an undertaking gets at most %(until_then)s of de minimis aid in three "
        "years, this subsidy included. If the project starts on %(changes_on)s or later, "
        "that is %(from_then)s. Linked undertakings count as one."
    ),
    sentences=Sentences(
        met=Text("Every partner stays under the ceiling of de minimis aid."),
        not_met=Text("%(names)s gets more de minimis aid than the ceiling."),
        unknown=Text("It is not known yet whether every partner stays under the ceiling of aid."),
    ),
    remedy=Text("Ask less for the partners that are undertakings, or await the answers."),
    evaluate=_judge,
    examples=(
        Example(dossier=replace(group(_FIRM), starts_on=_BEFORE), outcome=Outcome.MET),
        Example(dossier=replace(group(_ASKS_TOO_MUCH), starts_on=_BEFORE), outcome=Outcome.NOT_MET),
        Example(dossier=replace(group(_ASKS_TOO_MUCH), starts_on=_FROM_THEN), outcome=Outcome.MET),
        Example(
            dossier=replace(group(replace(_FIRM, undertaking=None)), starts_on=_BEFORE),
            outcome=Outcome.UNKNOWN,
        ),
        Example(dossier=replace(group(asked(_FIRM)), starts_on=_BEFORE), outcome=Outcome.UNKNOWN),
        Example(dossier=group(replace(_FIRM, undertaking=False)), outcome=Outcome.MET),
        Example(dossier=replace(_BOTH, around=_LINKED), outcome=Outcome.NOT_MET),
        Example(dossier=replace(_BOTH, around=_LINKED_ELSEWHERE), outcome=Outcome.MET),
    ),
)
