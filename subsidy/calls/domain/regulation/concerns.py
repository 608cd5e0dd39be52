"""What an officer must think about while writing a call: each concern says why; none forbids.

Also for a draft that is not finished: what cannot be read yet worries nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from subsidy.calls.domain.closed_days import holiday, is_weekend
from subsidy.calls.domain.regulation.checks import unpublishable, warnings
from subsidy.calls.domain.regulation.codec import faults, readable
from subsidy.calls.domain.regulation.content import Regulation
from subsidy.core.clock import BRUSSELS, brussels_day
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import Text, plural

NO_MONEY = Money(0)
NO_INSTANT, NO_DAY = datetime.min.replace(tzinfo=UTC), date.min
OFFICE_OPENS, OFFICE_CLOSES = time(9), time(17)


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the agency starts to worry; per line, chosen by an officer.

    ``most_calls``: on one line (R1: few, larger calls); ``shortest_days``: between opening and
    closing.
    """

    most_calls: int = 4
    shortest_days: int = 42


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a draft: what its line has left, and the other calls on that line.

    ``others``: what each of those reserves.
    """

    available: Money
    others: Sequence[Money] = ()
    limits: Limits = field(default_factory=Limits)


def remarks(data: Mapping[str, object]) -> tuple[Refusal, ...]:
    """Return what lacks or contradicts itself in a draft that may not be finished.

    A section that cannot be read says so itself: what follows from it is not judged.
    """
    unread = faults(data)
    sections = {_section(fault) for fault in unread}
    known = [each for each in unpublishable(readable(data)) if _section(each) not in sections]
    return (*unread, *known)


def _section(refusal: Refusal) -> str:
    return (refusal.place or "").split(".")[0].split("[")[0]


def concerns(data: Mapping[str, object], around: Surroundings) -> tuple[Refusal, ...]:
    """Return every concern about a draft, with its place."""
    regulation = readable(data)
    return tuple(
        found
        for check in (_money, _projects, _dates, _deadline, _fragmentation)
        for found in check(regulation, around)
    )


def _money(regulation: Regulation, around: Surroundings) -> Iterator[Refusal]:
    if regulation.reserved:
        for text in warnings(regulation, around.available):
            yield Refusal(text, "bedragen")


def _projects(regulation: Regulation, _around: Surroundings) -> Iterator[Refusal]:
    if not regulation.intended or not regulation.reserved:
        return
    needed = Money(regulation.minimum.cents * regulation.intended)
    if needed > regulation.reserved:
        yield Refusal(
            Text(
                "You want %(number)s projects of at least %(minimum)s. That takes %(needed)s, "
                "and you reserve %(reserved)s.",
                number=regulation.intended,
                minimum=regulation.minimum,
                needed=needed,
                reserved=regulation.reserved,
            ),
            "bedragen.beoogd_aantal",
        )


def _dates(regulation: Regulation, around: Surroundings) -> Iterator[Refusal]:
    opens, closes = regulation.opens_at, regulation.closes_at
    if NO_INSTANT in (opens, closes) or closes <= opens:
        return
    days = (brussels_day(closes) - brussels_day(opens)).days
    if days < around.limits.shortest_days:
        yield Refusal(
            plural(
                "The call is open for %(n)s day. Municipalities need %(least)s days or more "
                "to find each other and to decide.",
                "The call is open for %(n)s days. Municipalities need %(least)s days or more "
                "to find each other and to decide.",
                days,
                least=around.limits.shortest_days,
            ),
            "oproep.sluit",
        )
    if NO_DAY < regulation.first_day <= brussels_day(closes):
        yield Refusal(
            Text(
                "Projects can start on %(first)s, before the call has closed on %(closes)s.",
                first=regulation.first_day,
                closes=closes,
            ),
            "project.eerste_dag",
        )


def _deadline(regulation: Regulation, _around: Surroundings) -> Iterator[Refusal]:
    if regulation.closes_at == NO_INSTANT:
        return
    moment = regulation.closes_at.astimezone(BRUSSELS)
    place = "oproep.sluit"
    if not OFFICE_OPENS < moment.time() <= OFFICE_CLOSES:
        yield Refusal(
            Text(
                "The call closes on %(at)s, outside office hours. Nobody can help then.",
                at=regulation.closes_at,
            ),
            place,
        )
    name = holiday(moment.date())
    if name is not None:
        yield Refusal(
            Text(
                "The call closes on %(at)s. That is a holiday: %(name)s.",
                at=regulation.closes_at,
                name=name,
            ),
            place,
        )
    elif is_weekend(moment.date()):
        yield Refusal(
            Text("The call closes on %(at)s, in a weekend.", at=regulation.closes_at), place
        )


def _fragmentation(regulation: Regulation, around: Surroundings) -> Iterator[Refusal]:
    """More and smaller calls than the agency wants on a line (R1, R6)."""
    number = len(around.others) + 1
    if number <= around.limits.most_calls or not regulation.reserved:
        return
    before = _mean(around.others)
    after = _mean([*around.others, regulation.reserved])
    if after < before:
        yield Refusal(
            Text(
                "With this call the line has %(number)s calls. You want %(most)s at most. "
                "The mean amount falls from %(before)s to %(after)s.",
                number=number,
                most=around.limits.most_calls,
                before=before,
                after=after,
            ),
            "bedragen.gereserveerd",
        )


def _mean(amounts: Sequence[Money]) -> Money:
    return Money(Money.total(amounts).cents // len(amounts)) if amounts else NO_MONEY
