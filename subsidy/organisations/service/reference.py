"""Writes of organisations: the facts that ship with the application, and new organisations."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.text import Text
from subsidy.organisations import queries
from subsidy.organisations.domain import (
    IndicatorKey,
    NewOrganisation,
    OrganisationKind,
    SuccessionFact,
    registration,
    sort_name,
)
from subsidy.organisations.domain.reference import COLUMNS, Files, MunicipalityFacts, read
from subsidy.organisations.models import Indicator, Neighbour, Organisation, Succession

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Tally:
    """What loading did to one table; ``total`` is how many facts were read."""

    total: int
    added: int
    changed: int = 0
    removed: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the reference data did, per table."""

    organisations: Tally
    neighbours: Tally
    successions: Tally
    indicators: Tally

    @property
    def nothing(self) -> bool:
        parts = (self.organisations, self.neighbours, self.successions, self.indicators)
        return all(tally.nothing for tally in parts)


def packaged() -> Files:
    """Return the rows of the files that ship with this package."""
    return {name: _rows(DATA / name) for name in COLUMNS}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_reference_data(session: Session, files: Files | None = None) -> Loaded:
    """Make the database say what the files say; what others added is left alone.

    A second run changes nothing. Raises RefusedError with every fault of the files.
    """
    reference = read(packaged() if files is None else files)
    organisations, ids = _load_municipalities(session, reference.municipalities)
    return Loaded(
        organisations,
        _load_neighbours(
            session,
            {(ids[one], ids[other]) for one, other in reference.neighbours},
            frozenset(ids.values()),
        ),
        _load_successions(session, reference.successions),
        _load_indicators(
            session, {(ids[n], k.value): v for (n, k), v in reference.indicators.items()}
        ),
    )


def _load_municipalities(
    session: Session, facts: Iterable[MunicipalityFacts]
) -> tuple[Tally, Mapping[str, int]]:
    wanted = {fact.nis: asdict(fact) for fact in facts}
    known = _by_nis(session, wanted)
    changed = sum(_update(known[nis], wanted[nis]) for nis in known)
    added = [wanted[nis] for nis in wanted if nis not in known]
    session.flush()
    _insert(session, Organisation, ({"kind": OrganisationKind.MUNICIPALITY, **a} for a in added))
    ids = {nis: found.id for nis, found in _by_nis(session, wanted).items()}
    return Tally(len(wanted), len(added), changed), ids


def _by_nis(session: Session, codes: Iterable[str]) -> dict[str, Organisation]:
    rows = session.scalars(select(Organisation).where(Organisation.nis.in_(codes)))
    return {found.nis: found for found in rows if found.nis is not None}


def _update(record: Organisation | Succession, columns: Mapping[str, Any]) -> bool:
    different = {name: x for name, x in columns.items() if getattr(record, name) != x}
    for name, value in different.items():
        setattr(record, name, value)
    return bool(different)


def _load_neighbours(session: Session, wanted: set[tuple[int, int]], ids: frozenset[int]) -> Tally:
    known = {
        (one, other)
        for one, other in session.execute(select(Neighbour.organisation_id, Neighbour.neighbour_id))
        if one in ids and other in ids
    }
    _insert(
        session,
        Neighbour,
        ({"organisation_id": one, "neighbour_id": other} for one, other in wanted - known),
    )
    for one, other in known - wanted:
        session.execute(
            delete(Neighbour).where(
                Neighbour.organisation_id == one, Neighbour.neighbour_id == other
            )
        )
    return Tally(len(wanted), len(wanted - known), removed=len(known - wanted))


def _load_successions(session: Session, facts: tuple[SuccessionFact, ...]) -> Tally:
    known = {_key(found): found for found in queries.successions(session)}
    changed = sum(_update(known[_key(f)], asdict(f)) for f in facts if _key(f) in known)
    added = [asdict(fact) for fact in facts if _key(fact) not in known]
    session.flush()
    _insert(session, Succession, added)
    return Tally(len(facts), len(added), changed)


def _key(fact: SuccessionFact | Succession) -> tuple[object, ...]:
    return fact.effective_on, fact.predecessor_nis, fact.successor_nis


def _load_indicators(session: Session, wanted: Mapping[tuple[int, str], int]) -> Tally:
    ids = {organisation_id for organisation_id, _ in wanted}
    stored = queries.indicator_values(session, IndicatorKey)
    known = {(i, k): v for i in ids & stored.keys() for k, v in stored[i].items()}
    added = wanted.keys() - known.keys()
    changed = {at for at in wanted.keys() & known.keys() if wanted[at] != known[at]}
    _insert(session, Indicator, (_indicator(at, wanted[at]) for at in sorted(added)))
    if changed:
        session.execute(update(Indicator), [_indicator(at, wanted[at]) for at in sorted(changed)])
    for organisation_id, key in known.keys() - wanted.keys():
        session.execute(
            delete(Indicator).where(
                Indicator.organisation_id == organisation_id, Indicator.key == key
            )
        )
    return Tally(len(wanted), len(added), len(changed), len(known.keys() - wanted.keys()))


def _indicator(at: tuple[int, str], value: int) -> dict[str, object]:
    return {"organisation_id": at[0], "key": at[1], "value": value}


def _insert(
    session: Session,
    table: type[Organisation | Neighbour | Succession | Indicator],
    rows: Iterable[Mapping[str, object]],
) -> None:
    if listed := list(rows):
        session.execute(insert(table), listed, execution_options={"render_nulls": True})


def add_organisation(session: Session, new: NewOrganisation) -> Organisation:
    """Add a welfare centre, association, agency... Raises RefusedError with every reason."""
    seat = queries.by_nis(session, new.seat_nis) if new.seat_nis else None
    refuse_if([*registration.faults(new), *_already_known(session, new), *_no_seat(new, seat)])
    made = Organisation(
        kind=new.kind,
        name=new.name.strip(),
        sort_name=sort_name(new.name),
        kbo=new.kbo,
        ovo=new.ovo,
        nis=new.nis,
    )
    if seat is not None:
        for shared in ("province", "arrondissement", "region", "longitude", "latitude"):
            setattr(made, shared, getattr(seat, shared))
    session.add(made)
    session.flush()
    return made


def _no_seat(new: NewOrganisation, seat: Organisation | None) -> Iterator[Refusal]:
    if new.seat_nis and seat is None:
        yield Refusal(Text("Choose the municipality where the organisation has its seat."), "seat")


def _already_known(session: Session, new: NewOrganisation) -> Iterator[Refusal]:
    numbers = {"kbo": new.kbo, "ovo": new.ovo, "nis": new.nis}
    given = {place: number for place, number in numbers.items() if number}
    if not given:
        return
    same = or_(*(getattr(Organisation, place) == number for place, number in given.items()))
    for known in session.scalars(select(Organisation).where(same)):
        for place, number in given.items():
            if getattr(known, place) == number:
                text = Text("Use another number: %(name)s already has this one.", name=known.name)
                yield Refusal(text, place)
