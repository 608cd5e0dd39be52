"""The facts that ship with the application: read from rows of text, checked as a whole.

Every check is run, so that whoever edits a file sees all its faults at once.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.text import Text
from subsidy.organisations.domain.kinds import PROVINCES, REGIONS, IndicatorKey, sort_name
from subsidy.organisations.domain.mergers import SuccessionFact
from subsidy.organisations.domain.numbers import is_kbo, is_nis, is_ovo

Row = Mapping[str, str]
Files = Mapping[str, Sequence[Row]]
Check = Callable[[str], bool]

MUNICIPALITIES, NEIGHBOURS = "municipalities.csv", "neighbours.csv"
MERGERS, AMOUNTS = "mergers.csv", "published_amounts.csv"
HOW_MANY = 300


@dataclass(frozen=True, slots=True)
class MunicipalityFacts:
    """One of the 300 municipalities of 2021; the names are those of its columns."""

    nis: str
    name: str
    sort_name: str
    kbo: str
    ovo: str
    province: str
    arrondissement: str
    region: str
    population: int
    area_hectares: int
    typology: str
    typology_label: str
    longitude: float
    latitude: float
    tile_column: int
    tile_row: int
    active_until: date | None


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything that ships; pairs and keys name municipalities by their NIS code."""

    municipalities: tuple[MunicipalityFacts, ...]
    neighbours: frozenset[tuple[str, str]]
    successions: tuple[SuccessionFact, ...]
    indicators: Mapping[tuple[str, IndicatorKey], int]


def read(files: Files) -> Reference:
    """Return the facts. Raises RefusedError with every fault of every file."""
    refuse_if(_missing_columns(files))
    refuse_if(chain(_cell_faults(files), _faults_together(files)))
    return Reference(
        municipalities=_municipalities(files),
        neighbours=frozenset(_pairs(files)),
        successions=_successions(files),
        indicators=dict(_indicators(files)),
    )


# One cell at a time --------------------------------------------------------------------------


def _like(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_words = _like(r"\S(.*\S)?")
_whole = _like(r"[0-9]{1,9}")
_whole_or_none = _like(r"[0-9]{0,9}")
_degrees = _like(r"[0-9]{1,2}\.[0-9]+")

COLUMNS: Mapping[str, Mapping[str, Check]] = {
    MUNICIPALITIES: {
        "nis_code": is_nis,
        "name": _words,
        "province": PROVINCES.__contains__,
        "arrondissement": _words,
        "reference_region": REGIONS.__contains__,
        "population_2020": _whole,
        "population_2021": _whole_or_none,
        "area_km2": _like(r"[0-9]{1,4}\.[0-9]{2}"),
        "kbo_number": is_kbo,
        "ovo_code": is_ovo,
        "typology_code": _like(r"[abc][0-3]"),
        "typology_label": _words,
        "longitude": _degrees,
        "latitude": _degrees,
        "tile_column": _whole,
        "tile_row": _whole,
        "successor_nis_2025": lambda text: not text or is_nis(text),
    },
    NEIGHBOURS: {"nis_code": is_nis, "neighbour_nis_code": is_nis},
    MERGERS: {
        "effective_date": _is_day,
        "old_nis": is_nis,
        "old_name": _words,
        "new_nis": is_nis,
        "new_name": _words,
    },
    AMOUNTS: {
        "nis_code": is_nis,
        "name": _words,
        "einclusion_2022_maximum_eur": _whole_or_none,
        "climate_pact_2021_maximum_eur": _whole_or_none,
    },
}


def _missing_columns(files: Files) -> Iterator[Refusal]:
    for file, columns in COLUMNS.items():
        present = set(files[file][0]) if files[file] else set()
        for column in columns.keys() - present:
            yield Refusal(Text("Add the column %(column)s.", column=column), file)


def _cell_faults(files: Files) -> Iterator[Refusal]:
    for file, columns in COLUMNS.items():
        for line, row in enumerate(files[file], 2):
            for column, check in columns.items():
                if not check(row[column] or ""):
                    text = Text("Correct %(column)s: “%(x)s”.", column=column, x=row[column] or "")
                    yield Refusal(text, f"{file}!{line}")


# All rows together ---------------------------------------------------------------------------


def _faults_together(files: Files) -> Iterator[Refusal]:
    yield from _counts(files[MUNICIPALITIES])
    yield from _repeated(files)
    yield from _neighbour_faults(files)
    yield from _merger_faults(files)
    yield from _amount_faults(files)


def _counts(rows: Sequence[Row]) -> Iterator[Refusal]:
    if len(rows) != HOW_MANY:
        yield _miscount("municipality", len(rows), HOW_MANY)
    if len({row["province"] for row in rows}) != len(PROVINCES):
        yield _miscount("province", len({row["province"] for row in rows}), len(PROVINCES))
    found = Counter(row["reference_region"] for row in rows)
    for region, wanted in REGIONS.items():
        if found[region] != wanted:
            yield _miscount(region, found[region], wanted)


def _miscount(what: str, found: int, wanted: int) -> Refusal:
    text = Text(
        "%(what)s: there are %(found)s rows; there must be %(wanted)s.",
        what=what,
        found=found,
        wanted=wanted,
    )
    return Refusal(text, MUNICIPALITIES)


UNIQUE = (
    (MUNICIPALITIES, ("nis_code",)),
    (MUNICIPALITIES, ("name",)),
    (MUNICIPALITIES, ("kbo_number",)),
    (MUNICIPALITIES, ("ovo_code",)),
    (MUNICIPALITIES, ("tile_column", "tile_row")),
    (NEIGHBOURS, ("nis_code", "neighbour_nis_code")),
    (MERGERS, ("effective_date", "old_nis")),
    (AMOUNTS, ("nis_code",)),
)


def _repeated(files: Files) -> Iterator[Refusal]:
    for file, columns in UNIQUE:
        times = Counter(tuple(row[column] for column in columns) for row in files[file])
        for values in (values for values, count in times.items() if count > 1):
            text = Text(
                "Keep one row: %(columns)s %(x)s is repeated.",
                columns=" ".join(columns),
                x=" ".join(values),
            )
            yield Refusal(text, file)


def _pairs(files: Files) -> Iterator[tuple[str, str]]:
    return ((row["nis_code"], row["neighbour_nis_code"]) for row in files[NEIGHBOURS])


def _neighbour_faults(files: Files) -> Iterator[Refusal]:
    pairs = list(_pairs(files))
    both_ways = set(pairs)
    for one, other in pairs:
        if (other, one) not in both_ways:
            row = f"{other},{one}"
            text = Text("Add the row %(row)s: a border has two sides.", row=row)
            yield Refusal(text, NEIGHBOURS)
        if one == other:
            yield Refusal(Text("Remove %(one)s as its own neighbour.", one=one), NEIGHBOURS)
    yield from _unknown(files, NEIGHBOURS, sorted(set(chain.from_iterable(pairs))))


def _merger_faults(files: Files) -> Iterator[Refusal]:
    """Compare the two places where the mergers of 2025 are told, and the codes before and after."""
    rows, later = files[MERGERS], "2025"
    told = {(r["old_nis"], r["new_nis"]) for r in rows if r["effective_date"].startswith(later)}
    followers = {
        (row["nis_code"], row["successor_nis_2025"])
        for row in files[MUNICIPALITIES]
        if row["successor_nis_2025"]
    }
    for old, new in sorted(told ^ followers):
        text = Text("Make both files agree on who follows %(old)s: %(new)s?", old=old, new=new)
        yield Refusal(text, MERGERS)
    earlier = {r["new_nis"] for r in rows if not r["effective_date"].startswith(later)}
    yield from _unknown(files, MERGERS, sorted(earlier))


def _amount_faults(files: Files) -> Iterator[Refusal]:
    names = {row["nis_code"]: row["name"] for row in files[MUNICIPALITIES]}
    yield from _unknown(files, AMOUNTS, [row["nis_code"] for row in files[AMOUNTS]])
    for nis in sorted(names.keys() - {row["nis_code"] for row in files[AMOUNTS]}):
        yield Refusal(Text("Add a row for %(nis)s.", nis=nis), AMOUNTS)
    for row in files[AMOUNTS]:
        if names.get(row["nis_code"], row["name"]) != row["name"]:
            yield Refusal(Text("Check the code of %(name)s.", name=row["name"]), AMOUNTS)


def _unknown(files: Files, file: str, codes: Iterable[str]) -> Iterator[Refusal]:
    known = {row["nis_code"] for row in files[MUNICIPALITIES]}
    for nis in codes:
        if nis not in known:
            yield Refusal(Text("Check the code %(nis)s: no municipality has it.", nis=nis), file)


# From checked text to facts ------------------------------------------------------------------


def _municipalities(files: Files) -> tuple[MunicipalityFacts, ...]:
    last_days = {
        row["old_nis"]: date.fromisoformat(row["effective_date"]) - timedelta(days=1)
        for row in files[MERGERS]
        if row["old_nis"] != row["new_nis"]
    }
    return tuple(
        _municipality(row, last_days.get(row["nis_code"])) for row in files[MUNICIPALITIES]
    )


def _municipality(row: Row, last_day: date | None) -> MunicipalityFacts:
    return MunicipalityFacts(
        nis=row["nis_code"],
        name=row["name"],
        sort_name=sort_name(row["name"]),
        kbo=row["kbo_number"],
        ovo=row["ovo_code"],
        province=row["province"],
        arrondissement=row["arrondissement"],
        region=row["reference_region"],
        # Herstappe's population of 2021 is not in the source; that of 2020 stands in for it.
        population=int(row["population_2021"] or row["population_2020"]),
        area_hectares=_hectares(row),
        typology=row["typology_code"],
        typology_label=row["typology_label"],
        longitude=float(row["longitude"]),
        latitude=float(row["latitude"]),
        tile_column=int(row["tile_column"]),
        tile_row=int(row["tile_row"]),
        active_until=last_day,
    )


def _hectares(row: Row) -> int:
    return int(row["area_km2"].replace(".", ""))  # two decimals: a hundredth of a km2 is a hectare


def _successions(files: Files) -> tuple[SuccessionFact, ...]:
    return tuple(
        SuccessionFact(
            date.fromisoformat(row["effective_date"]),
            row["old_nis"],
            row["old_name"],
            row["new_nis"],
            row["new_name"],
        )
        for row in files[MERGERS]
    )


def _indicators(files: Files) -> Iterator[tuple[tuple[str, IndicatorKey], int]]:
    """Yield every figure that is known; what is not known is left out, never zero."""
    columns = (
        (MUNICIPALITIES, "population_2020", IndicatorKey.POPULATION_2020),
        (MUNICIPALITIES, "population_2021", IndicatorKey.POPULATION_2021),
        (AMOUNTS, "einclusion_2022_maximum_eur", IndicatorKey.E_INCLUSION_2022),
        (AMOUNTS, "climate_pact_2021_maximum_eur", IndicatorKey.CLIMATE_PACT_2021),
    )
    for file, column, key in columns:
        for row in files[file]:
            if row[column]:
                yield (row["nis_code"], key), int(row[column])
    for row in files[MUNICIPALITIES]:
        yield (row["nis_code"], IndicatorKey.AREA), _hectares(row)
