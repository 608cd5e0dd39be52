"""Whether a regulation can be published, what to think about first, and what a change changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from subsidy.calls.domain.criteria import WHOLE, levels_faults, shown_percent, weights_faults
from subsidy.calls.domain.questions import form_faults, form_warnings
from subsidy.calls.domain.regulation.codec import dump, faults, parse
from subsidy.calls.domain.regulation.content import Method, Regulation
from subsidy.calls.domain.rules import requirement_faults
from subsidy.core.clock import brussels_day
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import N_, Text

_NO_MONEY = Money(0)


def objections(data: Mapping[str, object]) -> Sequence[Refusal]:
    """Return everything between a draft and its publication: what is unreadable comes first."""
    return faults(data) or unpublishable(parse(data))


def unpublishable(regulation: Regulation) -> Sequence[Refusal]:
    """Return why this regulation cannot be published, all reasons at once."""
    checks = (
        _texts,
        _dates,
        _amounts,
        _project,
        _rules,
        _criteria,
        _selecting,
        _instalments,
        _form,
    )
    return tuple(chain.from_iterable(check(regulation) for check in checks))


def _selecting(regulation: Regulation) -> Iterator[Refusal]:
    """Refuse half a rule, and a minimum that the method does not look at."""
    b = regulation.boundaries
    if (b.small_reached is None) != (b.small_below is None):
        yield Refusal(
            Text("Fill in how many small municipalities must take part and when one is small."),
            "beoordeling.kleine_gemeenten",
        )
    minimums = (b.region_projects, b.region_amount, b.small_reached)
    in_order = regulation.method in {Method.STOP, Method.SKIP}
    if in_order and any(minimum is not None for minimum in minimums):
        yield Refusal(
            Text(
                "This way to select does not look at minimums. "
                "Choose another way, or clear the minimums."
            ),
            "beoordeling.methode",
        )


def _texts(regulation: Regulation) -> Iterator[Refusal]:
    asked = (
        (regulation.aim, "oproep.doel", N_("Write what the call is for.")),
        (regulation.contact, "oproep.contact", N_("Write whom an applicant can ask questions.")),
        (regulation.who_may_lead, "project.penvoerder", N_("Write who may be the lead partner.")),
        (
            regulation.continuity_statement,
            "continuiteit.verklaring",
            N_("Write what the agency itself does when the money stops."),
        ),
        (regulation.appeal, "beroep.tekst", N_("Write how somebody can object to a decision.")),
    )
    for text, place, msgid in asked:
        if not text.strip():
            yield Refusal(Text(msgid), place)


def _dates(regulation: Regulation) -> Iterator[Refusal]:
    if regulation.opens_at >= regulation.closes_at:
        yield Refusal(
            Text(
                "The call opens on %(opens)s. Choose a later moment to close.",
                opens=regulation.opens_at,
            ),
            "oproep.sluit",
        )
    if regulation.first_day > regulation.last_day:
        yield Refusal(
            Text(
                "Projects can start on %(first)s. Choose a later last day.",
                first=regulation.first_day,
            ),
            "project.laatste_dag",
        )


def _amounts(regulation: Regulation) -> Iterator[Refusal]:
    r = regulation
    if r.reserved <= _NO_MONEY:
        yield Refusal(Text("Reserve an amount above zero."), "bedragen.gereserveerd")
    if r.maximum <= _NO_MONEY:
        yield Refusal(Text("Fill in a maximum above zero."), "bedragen.maximum")
    for low, high, place, msgid in (
        (
            r.minimum,
            r.maximum,
            "bedragen.maximum",
            N_("The minimum is %(low)s. Fill in a maximum of at least that."),
        ),
        (
            r.maximum,
            r.reserved,
            "bedragen.gereserveerd",
            N_("One application may ask for %(low)s. Reserve at least that."),
        ),
        (
            r.partner_minimum,
            r.maximum,
            "bedragen.minimum_per_partner",
            N_("One partner receives at least %(low)s, but an application at most %(high)s."),
        ),
    ):
        if low > high:
            yield Refusal(Text(msgid, low=low, high=high), place)


def _project(regulation: Regulation) -> Iterator[Refusal]:
    if not regulation.cost_types:
        yield Refusal(Text("Choose at least one cost type."), "project.kostensoorten")
    needed = next((r.params["number"] for r in regulation.conditions if "number" in r.params), 1)
    together = Money(needed * regulation.partner_minimum.cents)
    if together > regulation.maximum >= regulation.partner_minimum:
        yield Refusal(
            Text(
                "%(number)s partners receive at least %(together)s together. "
                "That is more than the maximum of %(maximum)s, so nobody can meet the rules.",
                number=needed,
                together=together,
                maximum=regulation.maximum,
            ),
            "bedragen.minimum_per_partner",
        )


def _rules(regulation: Regulation) -> Iterator[Refusal]:
    if not regulation.requirements:
        yield Refusal(Text("Add at least one rule."), "regels")
    yield from requirement_faults(regulation.requirements)


def _criteria(regulation: Regulation) -> Iterator[Refusal]:
    if not regulation.criteria:
        yield Refusal(Text("Add at least one award criterion."), "criteria")
    yield from weights_faults(regulation.criteria)
    yield from levels_faults(regulation.criteria)


def _instalments(regulation: Regulation) -> Iterator[Refusal]:
    if not regulation.instalments:
        yield Refusal(Text("Write in which instalments the subsidy is paid."), "schijven")
        return
    for number, part in enumerate(regulation.instalments):
        if part.share_basis_points <= 0:
            yield Refusal(
                Text("Give “%(name)s” a share above 0 %%.", name=part.label),
                f"schijven[{number}].aandeel",
            )
    total = sum(part.share_basis_points for part in regulation.instalments)
    if total != WHOLE:
        yield Refusal(
            Text(
                "The instalments are %(total)s %% together. Make that 100 %%.",
                total=shown_percent(total),
            ),
            "schijven",
        )


def _form(regulation: Regulation) -> Iterator[Refusal]:
    yield from form_faults(regulation.form)


def warnings(regulation: Regulation, available: Money) -> tuple[Text, ...]:
    """Return what an officer must think about; none of it forbids anything."""
    found = []
    if regulation.reserved > available:
        found.append(
            Text(
                "You reserve %(reserved)s. The line has %(available)s left.",
                reserved=regulation.reserved,
                available=available,
            )
        )
    if regulation.minimum == _NO_MONEY:
        found.append(
            Text("The call has no minimum amount. The money can end up in many small projects.")
        )
    elif regulation.maximum and regulation.reserved.cents % regulation.maximum.cents:
        found.append(
            Text(
                "At the maximum amount %(number)s applications fit, and %(rest)s is left over.",
                number=regulation.reserved.cents // regulation.maximum.cents,
                rest=Money(regulation.reserved.cents % regulation.maximum.cents),
            )
        )
    found.extend(form_warnings(regulation.form, brussels_day(regulation.closes_at)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two versions differ; None: the place is not in that version."""

    place: str
    old: str | None
    new: str | None


def difference(old: Regulation, new: Regulation) -> tuple[Change, ...]:
    """Return every place that differs, in the order of the regulation."""
    before, after = dict(_leaves(dump(old))), dict(_leaves(dump(new)))
    return tuple(
        Change(place, before.get(place), after.get(place))
        for place in dict.fromkeys([*after, *before])
        if before.get(place) != after.get(place)
    )


def _leaves(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case dict() if value:
            for key, item in value.items():
                yield from _leaves(item, f"{place}.{key}" if place else key)
        case list() if value:
            for number, item in enumerate(value):
                yield from _leaves(item, f"{place}[{number}]")
        case _:
            yield place, "" if value in ({}, []) else str(value)
