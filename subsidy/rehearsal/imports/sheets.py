"""One reader per sheet: from rows of cells to rows of ours, with what is wrong within a sheet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any

from subsidy.allocation.domain.claim import LONGEST
from subsidy.applications.domain import form
from subsidy.applications.domain.form import LIMITS
from subsidy.calls.domain.regulation import COST_TYPES, CostType, Regulation
from subsidy.core.clock import is_open
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.reading import Book, Row, Sheet
from subsidy.documents.values import NO_DAY, NO_MOMENT
from subsidy.rehearsal.domain import (
    ApplicationRow,
    BudgetRow,
    ContinuityRow,
    JurorRow,
    PartnerRow,
    RightRow,
    ScoreRow,
    contract,
)
from subsidy.rehearsal.imports.cells import (
    Doubt,
    Seen,
    new_number,
    number_of,
    some_of,
    text,
    twice,
    words,
)
from subsidy.rehearsal.imports.plan import Plan
from subsidy.rehearsal.imports.towns import Towns
from subsidy.scoring.domain.marks import HIGHEST, LOWEST

MOST_AMOUNT = Money(100_000_000_000)  # a thousand million euro: more than any line
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_MOTIVATION = 5_000


@dataclass(slots=True)
class Desk:
    """What every reader needs: the book, the municipalities, the regulation if it is readable."""

    book: Book
    towns: Towns
    plan: Plan | None
    doubt: Doubt = field(default_factory=Doubt)
    numbers: dict[str, Seen[ApplicationRow]] = field(default_factory=dict)

    @property
    def regulation(self) -> Regulation | None:
        return None if self.plan is None else self.plan.regulation

    def sheet(self, shape: contract.SheetShape) -> Sheet:
        if shape.name not in self.book:
            self.doubt.everything(shape.name)
        return self.book.sheet(shape.name, required=shape.required, optional=shape.optional)

    def number(self, row: Row) -> str:
        return number_of(row, self.numbers, self.doubt)


# Applications -------------------------------------------------------------------------------------

_HEADING_OF = {
    "title": "titel",
    "summary": "samenvatting",
    "ends_on": "laatste_dag",
    "feasible_minimum": "haalbaar_minimum",
    "name": "contact",
    "function": "functie",
    "email": "e_mail",
    "telephone": "telefoon",
    "needs": "noden",
    "approach": "aanpak",
    "other_group": "andere_doelgroep",
    "risks": "onlinerisico",
    "measures": "maatregelen",
    "tasks": "taken",
    "for_whom": "voor_wie",
    "licence": "licentie",
    "how_to_use": "gebruik",
    "conditions": "voorwaarden",
    "adopters": "overnemers",
}


def applications(desk: Desk) -> Iterator[Seen[ApplicationRow]]:
    above: dict[str, int] = {}
    for row in desk.sheet(contract.APPLICATIONS):
        number = new_number(row)
        double = bool(number) and twice(row, "nummer", above, number.casefold())
        found = Seen(row, _application(desk, row, number), sum_beside(row))
        if number and not double:
            desk.numbers[number] = found
            yield found
        else:
            desk.doubt.note(row, number)


def _application(desk: Desk, row: Row, number: str) -> ApplicationRow:
    found = ApplicationRow(
        place=row.place("nummer"),
        number=number,
        lead_nis=desk.towns.read(row, "penvoerder"),
        title=row.text("titel", longest=form.LIMITS["title"]),
        summary=text(row, "samenvatting"),
        starts_on=row.day("eerste_dag"),
        ends_on=row.day("laatste_dag"),
        feasible_minimum=row.maybe(_amount_of(row), "haalbaar_minimum"),
        contact=form.Contact(
            name=text(row, "contact"),
            function=text(row, "functie"),
            email=text(row, "e_mail"),
            telephone=text(row, "telefoon"),
        ),
        content=form.Content(
            needs=text(row, "noden"),
            approach=text(row, "aanpak"),
            actions=some_of(row, "acties", contract.ACTIONS),
            target_groups=some_of(row, "doelgroepen", contract.TARGET_GROUPS),
            other_group=text(row, "andere_doelgroep"),
            levers=some_of(row, "hefbomen", contract.LEVERS),
            degrees=some_of(row, "graden", contract.DEGREES),
        ),
        privacy=form.Privacy(risks=text(row, "onlinerisico"), measures=text(row, "maatregelen")),
        submitted_at=row.moment("ingediend_op"),
    )
    _check_application(desk, row, found)
    return found


def _amount_of(row: Row) -> Callable[[str], Money]:
    return lambda heading: row.money(heading, most=MOST_AMOUNT)


def _check_application(desk: Desk, row: Row, found: ApplicationRow) -> None:
    project = form.Project(
        title=found.title,
        summary=found.summary,
        starts_on=_or_none(found.starts_on),
        ends_on=_or_none(found.ends_on),
        feasible_minimum=found.feasible_minimum,
    )
    for part in (project, found.contact, found.content, found.privacy):
        _check_part(row, part)
    terms = desk.regulation
    if terms is None or found.submitted_at == NO_MOMENT:
        return
    if not is_open(terms.opens_at, terms.closes_at, found.submitted_at):
        row.fault(
            "ingediend_op",
            Text(
                "The call is open from %(opens)s until just before %(closes)s. "
                "Choose a moment in between.",
                opens=terms.opens_at,
                closes=terms.closes_at,
            ),
        )


def _or_none(day: date) -> date | None:
    """Return None for what a faulty cell gives."""
    return None if day == NO_DAY else day


def _check_part(row: Row, part: form.Part) -> None:
    """Say what the form itself refuses, at the cell that it is about."""
    for refusal in form.unfit(part):
        row.fault(_HEADING_OF[str(refusal.place)], refusal.text)


def sum_beside(row: Row) -> Money | None:
    """Read the sum that stands beside a row; None when that cell is faulty itself."""
    before, row.faulty = row.faulty, False
    amount = row.money("gevraagd", most=MOST_AMOUNT)
    faulty, row.faulty = row.faulty, row.faulty or before
    return None if faulty else amount


# Partners and money -------------------------------------------------------------------------------


def partners(desk: Desk) -> Iterator[Seen[PartnerRow]]:
    above: dict[tuple[str, str], int] = {}
    for row in desk.sheet(contract.PARTNERS):
        number, nis = desk.number(row), desk.towns.read(row, "gemeente")
        partner = PartnerRow(
            place=row.place("gemeente"),
            number=number,
            nis=nis,
            accepts=row.yes("doet_mee") if row.has("doet_mee") else True,
            tasks=text(row, "taken"),
            needs=text(row, "noden"),
            signatory=_limited(row, "ondertekenaar", "name"),
            function=_limited(row, "functie", "function"),
        )
        written = sum_beside(row)
        _check_part(row, form.Tasks(tasks=partner.tasks, needs=partner.needs))
        known = bool(number and nis)
        if known and not twice(row, "gemeente", above, (number, nis)):
            yield Seen(row, partner, written)
        desk.doubt.note(row, number)


def _limited(row: Row, heading: str, limit: str) -> str:
    return text(row, heading, LIMITS[limit])


def budget(desk: Desk) -> Iterator[Seen[BudgetRow]]:
    above: dict[tuple[str, str, CostType, int], int] = {}
    for row in desk.sheet(contract.BUDGET):
        found = BudgetRow(
            place=row.place("bedrag"),
            number=desk.number(row),
            nis=desk.towns.read(row, "gemeente"),
            cost_type=row.one_of("kostensoort", _cost_types(desk.regulation)),
            year=row.integer("jaar", least=FIRST_YEAR, most=LAST_YEAR),
            requested=row.money("bedrag", most=MOST_AMOUNT),
        )
        key = (found.number, found.nis, found.cost_type, found.year)
        if not row.faulty and not twice(row, "bedrag", above, key):
            _check_year(desk, row, found)
        if not row.faulty:
            yield Seen(row, found)
        desk.doubt.note(row, found.number)


def _cost_types(terms: Regulation | None) -> Mapping[str, CostType]:
    allowed = tuple(CostType) if terms is None else terms.cost_types
    return {word: kind for word, kind in COST_TYPES.items() if kind in allowed}


def _check_year(desk: Desk, row: Row, found: BudgetRow) -> None:
    project = desk.numbers[found.number]
    first, last = project.it.starts_on.year, project.it.ends_on.year
    if not project.row.faulty and not first <= found.year <= last:
        row.fault(
            "jaar",
            Text(
                "Choose a year in which the project runs: from %(first)s to %(last)s.",
                first=str(first),
                last=str(last),
            ),
        )


# Continuity ---------------------------------------------------------------------------------------

_TOO_MUCH = Text(
    "The second and the third source pay more together than what is paid for. "
    "Raise “gefinancierd”, or lower theirs."
)
_DIFFERENT = Text("A row above says something else here. Write it once, or the same on every row.")


def _day(row: Row, heading: str) -> object:
    return row.day(heading)


def _stays(row: Row, heading: str) -> object:
    return row.one_of(heading, contract.STAYS)


def _risk(row: Row, heading: str) -> object:
    return row.one_of(heading, contract.RISKS)


_Reader = Callable[[Row, str], object]
_OF_REALISATION: Mapping[str, _Reader] = MappingProxyType(
    {
        "voor_wie": text,
        "licentie": text,
        "gebruik": text,
        "voorwaarden": text,
        "beschikbaar_vanaf": _day,
        "overnemers": words,
    }
)
_OF_PROMISE: Mapping[str, _Reader] = MappingProxyType(
    {
        "wat_blijft": _stays,
        "eigenaar": lambda row, heading: _limited(row, heading, "owner"),
        "financiering": lambda row, heading: _limited(row, heading, "funding_source"),
        "beslissend_orgaan": lambda row, heading: _limited(row, heading, "deciding_body"),
        "beslist_op": _day,
        "verwacht_van_anderen": lambda row, heading: _limited(row, heading, "expected_of_others"),
        "risico": _risk,
        "tweede_bron": lambda row, heading: _limited(row, heading, "second_source"),
        "derde_bron": lambda row, heading: _limited(row, heading, "third_source"),
        "vindplaats_beslissing": lambda row, heading: _limited(row, heading, "decision_document"),
    }
)


def continuity(desk: Desk) -> Iterator[Seen[ContinuityRow]]:
    """Read the plan; what stands once per realisation, or per partner, goes to all its rows."""
    plain = list(_plain_rows(desk))
    realisations = _gathered(plain, _OF_REALISATION, lambda it: (it.number, it.title))
    promises = _gathered(plain, _OF_PROMISE, lambda it: (it.number, it.title, it.nis))
    for seen in plain:
        of_realisation = realisations[seen.it.number, seen.it.title]
        of_promise = promises[seen.it.number, seen.it.title, seen.it.nis]
        found = _continuity_row(seen, {**of_realisation, **of_promise})
        if not seen.row.faulty:
            _check_part(seen.row, _realisation(found))
            yield Seen(seen.row, found)
        desk.doubt.note(seen.row, seen.it.number)


def _paid(row: Row) -> tuple[Money, Money, Money]:
    """Read what is paid for and the part of each other source; a sum that is too large is a fault.

    What else is wrong in the row hides nothing here: everything is said at once.
    """
    before, row.faulty = row.faulty, False
    shares = ("waarvan_tweede_bron", "waarvan_derde_bron")
    funded = row.money("gefinancierd", most=MOST_AMOUNT)
    second, third = (
        row.money(each, most=MOST_AMOUNT) if row.has(each) else Money(0) for each in shares
    )
    if not row.faulty and second + third > funded:
        row.fault(shares[0] if second else shares[1], _TOO_MUCH)
    row.faulty = row.faulty or before
    return funded, second, third


@dataclass(frozen=True, slots=True)
class _Plain:
    """What every row of the plan has of its own."""

    number: str
    title: str
    nis: str
    year: int
    cost: Money
    funded: Money
    second: Money
    third: Money


def _plain_rows(desk: Desk) -> Iterator[Seen[_Plain]]:
    above: dict[tuple[str, str, str, int], int] = {}
    for row in desk.sheet(contract.CONTINUITY):
        found = _Plain(
            desk.number(row),
            row.text("realisatie", longest=form.LIMITS["title"]),
            desk.towns.read(row, "gemeente"),
            row.integer("jaar", least=FIRST_YEAR, most=LAST_YEAR),
            row.money("kost", most=MOST_AMOUNT),
            *_paid(row),
        )
        key = (found.number, found.title, found.nis, found.year)
        if not row.faulty:
            twice(row, "jaar", above, key)
        yield Seen(row, found)


def _gathered(
    rows: Sequence[Seen[_Plain]],
    readers: Mapping[str, _Reader],
    key_of: Callable[[_Plain], tuple[str, ...]],
) -> dict[tuple[str, ...], dict[str, object]]:
    """Return by key what the first row that says it says; a row that says otherwise is faulty."""
    known: dict[tuple[str, ...], dict[str, object]] = {}
    for seen in rows:
        said = known.setdefault(key_of(seen.it), {})
        for heading, read in readers.items():
            if seen.row.has(heading):
                value = read(seen.row, heading)
                if said.setdefault(heading, value) != value and not seen.row.faulty:
                    seen.row.fault(heading, _DIFFERENT)
    return known


def _continuity_row(seen: Seen[_Plain], said: Mapping[str, Any]) -> ContinuityRow:
    plain = seen.it
    return ContinuityRow(
        place=seen.row.place("realisatie"),
        number=plain.number,
        realisation=plain.title,
        for_whom=said.get("voor_wie", ""),
        licence=said.get("licentie", ""),
        how_to_use=said.get("gebruik", ""),
        conditions=said.get("voorwaarden", ""),
        available_from=said.get("beschikbaar_vanaf"),
        adopters=said.get("overnemers", ()),
        nis=plain.nis,
        stays=said.get("wat_blijft"),
        owner=said.get("eigenaar", ""),
        funding_source=said.get("financiering", ""),
        deciding_body=said.get("beslissend_orgaan", ""),
        decided_on=said.get("beslist_op"),
        expected_of_others=said.get("verwacht_van_anderen", ""),
        risk=said.get("risico"),
        year=plain.year,
        cost=plain.cost,
        funded=plain.funded,
        second_source=said.get("tweede_bron", ""),
        second=plain.second,
        third_source=said.get("derde_bron", ""),
        third=plain.third,
        decision_document=said.get("vindplaats_beslissing", ""),
    )


def _realisation(found: ContinuityRow) -> form.Realisation:
    names = {field.name for field in fields(form.Realisation)} - {"title"}
    return form.Realisation(
        title=found.realisation, **{name: getattr(found, name) for name in names}
    )


# Jury and rights ----------------------------------------------------------------------------------


def jurors(desk: Desk) -> Iterator[Seen[JurorRow]]:
    above: dict[str, int] = {}
    for row in desk.sheet(contract.JURORS):
        own = row.has("werkgever_gemeente")
        found = JurorRow(
            place=row.place("naam"),
            name=row.text("naam", longest=LIMITS["name"]),
            employer=text(row, "werkgever"),
            employer_nis=desk.towns.read(row, "werkgever_gemeente") if own else "",
            is_chair=row.yes("voorzitter") if row.has("voorzitter") else False,
        )
        if found.name and not twice(row, "naam", above, found.name):
            yield Seen(row, found)
        else:
            desk.doubt.note(row, "")


def scores(desk: Desk, jury: Mapping[str, Seen[JurorRow]]) -> Iterator[Seen[ScoreRow]]:
    above: dict[tuple[str, str, str], int] = {}
    for row in desk.sheet(contract.SCORES):
        found = ScoreRow(
            place=row.place("cijfer"),
            number=desk.number(row),
            juror=_juror(desk, row, jury),
            criterion=_criterion(desk, row),
            mark=row.integer("cijfer", least=LOWEST, most=HIGHEST),
            motivation=row.text("motivering", longest=LONGEST_MOTIVATION),
        )
        key = (found.number, found.juror, found.criterion)
        if not row.faulty and not twice(row, "criterium", above, key):
            yield Seen(row, found)
        desk.doubt.note(row, found.number)


def _juror(desk: Desk, row: Row, jury: Mapping[str, Seen[JurorRow]]) -> str:
    name = row.text("jurylid", longest=LIMITS["name"])
    if name and name not in jury and not desk.doubt.about("juryleden"):
        row.fault(
            "jurylid", Text("There is no juror %(name)s on the sheet “juryleden”.", name=name)
        )
    return name


def _criterion(desk: Desk, row: Row) -> str:
    if desk.regulation is None:
        return row.text("criterium")
    return row.one_of("criterium", {each.key: each.key for each in desk.regulation.criteria})


def rights(desk: Desk, realisations: Mapping[str, int]) -> Iterator[Seen[RightRow]]:
    """Read the claims. ``realisations``: how many applications make one of this title."""
    above: dict[str, int] = {}
    for row in desk.sheet(contract.RIGHTS):
        nis = desk.towns.read(row, "gemeente")
        found = RightRow(
            place=row.place("gemeente"),
            nis=nis,
            amount=row.maybe(_amount_of(row), "bedrag"),
            efforts=tuple(e.value for e in some_of(row, "inspanningen", contract.EFFORTS)),
            objective=text(row, "doel", LONGEST["objective"]),
            description=text(row, "beschrijving", LONGEST["description"]),
            realisation=_adopted(desk, row, realisations),
            continuity=text(row, "continuiteit", LONGEST["continuity"]),
            deciding_body=text(row, "beslissend_orgaan", LONGEST["continuity_body"]),
        )
        if nis and not twice(row, "gemeente", above, nis):
            yield Seen(row, found)


def _adopted(desk: Desk, row: Row, realisations: Mapping[str, int]) -> str:
    title = text(row, "realisatie")
    if not title or desk.doubt.about("continuiteit"):
        return title
    if title not in realisations:
        missing = Text("No application on the sheet “continuiteit” has this realisation.")
        row.fault("realisatie", missing)
    elif realisations[title] > 1:
        several = Text("Several applications have a realisation of this title. Rename one.")
        row.fault("realisatie", several)
    return title
