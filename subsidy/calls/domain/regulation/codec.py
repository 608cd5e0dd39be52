"""A regulation as plain data with Dutch names, in ``regulation.toml`` and in the database.

The names are a contract (docs/rehearsal.md); reading notes all faults at once, writing is
canonical, so equal regulations have equal hashes.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, cast

from subsidy.calls.domain.criteria import HIGHEST, LOWEST, Criterion, shown_percent
from subsidy.calls.domain.questions import dump_form, read_form
from subsidy.calls.domain.reading import (
    Table,
    UnreadableError,
    amount,
    day,
    instant,
    key_name,
    one_of,
    percentage,
    short,
    some_of,
    swapped,
    whole,
    written_amount,
    written_instant,
)
from subsidy.calls.domain.regulation.content import (
    DEFAULT_APPEAL,
    SEED_LENGTH,
    Boundaries,
    CostType,
    Instalment,
    Method,
    PaysTo,
    Preparation,
    Regulation,
    ReserveList,
)
from subsidy.calls.domain.rules import (
    RULES,
    Kind,
    Parameter,
    Requirement,
    Rule,
    Weight,
    rule_of_word,
)
from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.planning.domain.codes import AIM_WORDS, GROUP_WORDS

TITLE_LENGTH = 200
KEY_LENGTH = 40
NAME_LENGTH = 120
MOST_JURORS = 20
MOST_PROJECTS = 300
COST_TYPES = {
    "personeel": CostType.STAFF,
    "werking": CostType.OPERATING,
    "investering": CostType.INVESTMENT,
    "extern": CostType.EXTERNAL,
}
METHODS = {
    "stop": Method.STOP,
    "overslaan": Method.SKIP,
    "quota": Method.QUOTA,
    "punten": Method.MERIT,
}
MOST_INHABITANTS = 1_000_000
PAYS_TO = {"penvoerder": PaysTo.LEAD, "partners": PaysTo.PARTNERS}
RESERVE_LISTS = {"rangschikking": ReserveList.RANK}
YES, NO = "ja", "nee"
YES_OR_NO = {YES: True, NO: False}
WEIGHT = "telt_als"
"""What a rule weighs in a regulation file; a rule that says nothing is a condition."""
WEIGHTS = {"voorwaarde": Weight.KNOCK_OUT, "advies": Weight.ADVICE}
_WEIGHT_WORDS = swapped(WEIGHTS.items())
_COST_WORDS = swapped(COST_TYPES.items())
_METHOD_WORDS = swapped(METHODS.items())
_PAYS_TO_WORDS = swapped(PAYS_TO.items())
_RESERVE_LIST_WORDS = swapped(RESERVE_LISTS.items())
_AIM_WORDS = swapped(AIM_WORDS.items())
_GROUP_WORDS = swapped(GROUP_WORDS.items())
_NO_MONEY, _NO_DAY, _NO_INSTANT = Money(0), date.min, datetime.min.replace(tzinfo=UTC)


def parse(data: Mapping[str, object]) -> Regulation:
    """Read a regulation. Raises RefusedError with every fault, each with its dotted place."""
    regulation, found = _read(data)
    refuse_if(found)
    return regulation


def faults(data: Mapping[str, object]) -> tuple[Refusal, ...]:
    """Return why this data is no regulation yet; empty when :func:`parse` accepts it."""
    return tuple(_read(data)[1])


def readable(data: Mapping[str, object]) -> Regulation:
    """Return what can be read of a draft; the rest is empty, zero or the first of all days."""
    return _read(data)[0]


def _read(data: Mapping[str, object]) -> tuple[Regulation, list[Refusal]]:
    found: list[Refusal] = []
    top = Table(data, "", found)
    values: dict[str, Any] = {}
    for name, section in _SECTIONS.items():
        table = top.table(name)
        values |= section(table)
        table.done()
    values["requirements"] = _requirements(top.table("regels"))
    values["criteria"] = _criteria(top)
    values["form"] = read_form(top.table("formulier"))
    values["instalments"] = tuple(_instalment(table) for table in top.tables("schijven"))
    top.done()
    return Regulation(**values), found


def _call(table: Table) -> dict[str, Any]:
    return {
        "title": table.value("titel", short(TITLE_LENGTH), ""),
        "aim": table.text("doel"),
        "background": table.text("achtergrond"),
        "contact": table.text("contact"),
        "opens_at": table.value("opent", instant, _NO_INSTANT),
        "closes_at": table.value("sluit", instant, _NO_INSTANT),
    }


def _amounts(table: Table) -> dict[str, Any]:
    return {
        "reserved": table.value("gereserveerd", amount, _NO_MONEY),
        "minimum": table.value("minimum", amount, _NO_MONEY),
        "maximum": table.value("maximum", amount, _NO_MONEY),
        "partner_minimum": table.optional("minimum_per_partner", amount, _NO_MONEY),
        "intended": table.optional("beoogd_aantal", whole(1, MOST_PROJECTS), None),
    }


def _project(table: Table) -> dict[str, Any]:
    return {
        "first_day": table.value("eerste_dag", day, _NO_DAY),
        "last_day": table.value("laatste_dag", day, _NO_DAY),
        "cost_types": table.optional("kostensoorten", some_of(COST_TYPES), tuple(CostType)),
        "who_may_lead": table.text("penvoerder"),
        "who_may_join": table.text("partners"),
    }


def _assessment(table: Table) -> dict[str, Any]:
    return {
        "threshold": table.optional("drempel", percentage, None),
        "method": table.optional("methode", one_of(METHODS), Method.STOP),
        "boundaries": _boundaries(table),
        "seed": table.optional("loting", short(SEED_LENGTH), ""),
        "minimum_jurors": table.optional("juryleden_per_dossier", whole(1, MOST_JURORS), 2),
        "region_counts": table.optional("streek_telt", one_of(YES_OR_NO), False),
        "consensus_counts": table.optional("consensus_telt", one_of(YES_OR_NO), False),
        "reserve_list": table.optional("reservelijst", one_of(RESERVE_LISTS), None),
    }


def _boundaries(table: Table) -> Boundaries:
    number = whole(1, MOST_PROJECTS)
    return Boundaries(
        max_projects=table.optional("hoogstens_projecten", number, None),
        max_per_lead=table.optional("hoogstens_per_penvoerder", number, None),
        once_per_municipality=table.optional("een_per_gemeente", one_of(YES_OR_NO), False),
        region_projects=table.optional("projecten_per_streek", number, None),
        region_amount=table.optional("bedrag_per_streek", amount, None),
        small_reached=table.optional("kleine_gemeenten", number, None),
        small_below=table.optional("klein_onder", whole(1, MOST_INHABITANTS), None),
    )


def _continuity(table: Table) -> dict[str, Any]:
    return {"continuity_statement": table.text("verklaring")}


def _reporting(table: Table) -> dict[str, Any]:
    return {"reporting": table.text("tekst")}


def _papers(table: Table) -> dict[str, Any]:
    return {"papers": table.text("tekst")}


def _payment(table: Table) -> dict[str, Any]:
    return {"pays_to": table.optional("rekening_van", one_of(PAYS_TO), None)}


def _appeal(table: Table) -> dict[str, Any]:
    return {"appeal": table.text("tekst", DEFAULT_APPEAL)}


def _preparation(table: Table) -> dict[str, Any]:
    made = Preparation(
        aims=table.optional("doelen", some_of(AIM_WORDS), ()),
        target_groups=table.optional("doelgroepen", some_of(GROUP_WORDS), ()),
        survey=table.optional("bevraging", short(KEY_LENGTH), ""),
        survey_title=table.optional("titel_bevraging", short(TITLE_LENGTH), ""),
    )
    return {"preparation": made}


_SECTIONS = {
    "oproep": _call,
    "bedragen": _amounts,
    "project": _project,
    "beoordeling": _assessment,
    "continuiteit": _continuity,
    "beroep": _appeal,
    "voorbereiding": _preparation,
    "verantwoording": _reporting,
    "documenten": _papers,
    "betaling": _payment,
}


def _instalment(table: Table) -> Instalment:
    instalment = Instalment(
        label=table.value("naam", short(NAME_LENGTH), ""),
        share_basis_points=table.value("aandeel", percentage, 0),
    )
    table.done()
    return instalment


def _requirements(table: Table) -> tuple[Requirement, ...]:
    """Read the rules; their order is that of the library, so it never depends on a file."""
    for word in table:
        if rule_of_word(word) is None:
            table.fault(
                Text(
                    "There is no rule “%(rule)s”. Choose from: %(rules)s.",
                    rule=word,
                    rules=tuple(rule.word for rule in RULES.values()),
                ),
                word,
            )
    return tuple(
        _requirement(rule, table.table(rule.word)) for rule in RULES.values() if rule.word in table
    )


def _requirement(rule: Rule, table: Table) -> Requirement:
    params = {p.key: _number(p, table) for p in rule.parameters}
    weight = table.optional(WEIGHT, one_of(WEIGHTS), Weight.KNOCK_OUT)
    table.done()
    return Requirement(rule.key, params, weight)


def _number(parameter: Parameter, table: Table) -> int:
    """Read a parameter; absent or out of range is refused with its range."""
    value: object = table.raw(parameter.word)
    with suppress(UnreadableError):
        value = _KIND_READERS[parameter.kind](value)
    objection = parameter.objection(value)
    if objection is not None:
        table.fault(objection, parameter.word)
        return parameter.default
    return cast(int, value)


def _cents(value: object) -> int:
    return amount(value).cents


def _ordinal(value: object) -> int:
    return day(value).toordinal()


def written_parameter(parameter: Parameter, value: int) -> int | str:
    """Write a parameter as a regulation file holds it: euros, a percentage, an ISO day."""
    match parameter.kind:
        case Kind.MONEY:
            return written_amount(Money(value))
        case Kind.SHARE:
            return written_percentage(value)
        case Kind.DATE:
            return date.fromordinal(value).isoformat()
    return value


_ANY_NUMBER = whole(0, 10**9)
_KIND_READERS = {
    Kind.INTEGER: _ANY_NUMBER,
    Kind.YEAR: _ANY_NUMBER,
    Kind.MONEY: _cents,
    Kind.SHARE: percentage,
    Kind.DATE: _ordinal,
}


def _criteria(top: Table) -> tuple[Criterion, ...]:
    criteria = []
    keys: set[str] = set()
    for table in top.tables("criteria"):
        criterion = _criterion(table)
        table.done()
        if criterion.key in keys:
            table.fault(Text("Another criterion has this key too. Choose another."), "sleutel")
        keys.add(criterion.key)
        criteria.append(criterion)
    return tuple(criteria)


def _criterion(table: Table) -> Criterion:
    return Criterion(
        key=table.value("sleutel", key_name, ""),
        name=table.value("naam", short(NAME_LENGTH), ""),
        description=table.text("omschrijving"),
        weight_basis_points=table.value("gewicht", percentage, 0),
        minimum_mark=table.optional("minimumcijfer", whole(LOWEST, HIGHEST), None),
        levels=_levels(table.table("niveaus")),
    )


def _levels(table: Table) -> dict[int, str]:
    """Read the texts of the marks; a name that is no mark is left over and becomes a fault."""
    levels = {mark: table.text(str(mark)) for mark in range(LOWEST, HIGHEST + 1)}
    table.done()
    return {mark: text for mark, text in levels.items() if text}


def dump(regulation: Regulation) -> dict[str, Any]:
    """Write a regulation as plain JSON data; ``parse(dump(r)) == r``.

    A call without questions of its own has no ``formulier``: what was published before calls had
    one keeps its hash.
    """
    asked = {"formulier": dump_form(regulation.form)} if regulation.form else {}
    return {
        "oproep": {
            "titel": regulation.title,
            "doel": regulation.aim,
            "achtergrond": regulation.background,
            "contact": regulation.contact,
            "opent": written_instant(regulation.opens_at),
            "sluit": written_instant(regulation.closes_at),
        },
        "bedragen": {
            "gereserveerd": written_amount(regulation.reserved),
            "minimum": written_amount(regulation.minimum),
            "maximum": written_amount(regulation.maximum),
            "minimum_per_partner": written_amount(regulation.partner_minimum),
            **_if_said("beoogd_aantal", regulation.intended),
        },
        "project": {
            "eerste_dag": regulation.first_day.isoformat(),
            "laatste_dag": regulation.last_day.isoformat(),
            "kostensoorten": [_COST_WORDS[cost_type] for cost_type in regulation.cost_types],
            "penvoerder": regulation.who_may_lead,
            **_if_said("partners", regulation.who_may_join),
        },
        "regels": dict(_written_requirement(r) for r in regulation.requirements),
        "criteria": [_written_criterion(criterion) for criterion in regulation.criteria],
        "beoordeling": _written_assessment(regulation),
        "schijven": [
            {"naam": part.label, "aandeel": written_percentage(part.share_basis_points)}
            for part in regulation.instalments
        ],
        "continuiteit": {"verklaring": regulation.continuity_statement},
        "beroep": {"tekst": regulation.appeal},
        **_written_preparation(regulation.preparation),
        **_if_said("verantwoording", _if_said("tekst", regulation.reporting)),
        **_if_said("documenten", _if_said("tekst", regulation.papers)),
        **_if_said("betaling", _written_payment(regulation.pays_to)),
        **asked,
    }


def _written_preparation(preparation: Preparation) -> dict[str, Any]:
    """Write only what is known: regulations of before keep their fingerprint."""
    written = {
        "doelen": [_AIM_WORDS[aim] for aim in preparation.aims],
        "doelgroepen": [_GROUP_WORDS[group] for group in preparation.target_groups],
        "bevraging": preparation.survey,
        "titel_bevraging": preparation.survey_title,
    }
    known = {name: value for name, value in written.items() if value}
    return {"voorbereiding": known} if known else {}


def _written_payment(pays_to: PaysTo | None) -> dict[str, object]:
    return {} if pays_to is None else {"rekening_van": _PAYS_TO_WORDS[pays_to]}


def _if_said(name: str, value: object) -> dict[str, object]:
    """Write what a regulation need not say only if it does: older ones keep their hash."""
    return {name: value} if value else {}


def _written_requirement(requirement: Requirement) -> tuple[str, dict[str, int | str]]:
    rule = RULES[requirement.rule]
    written = {p.word: written_parameter(p, requirement.params[p.key]) for p in rule.parameters}
    if requirement.weight is not Weight.KNOCK_OUT:
        written[WEIGHT] = _WEIGHT_WORDS[requirement.weight]
    return rule.word, written


def _written_criterion(criterion: Criterion) -> dict[str, Any]:
    written: dict[str, Any] = {
        "sleutel": criterion.key,
        "naam": criterion.name,
        "omschrijving": criterion.description,
        "gewicht": written_percentage(criterion.weight_basis_points),
        "niveaus": {str(mark): criterion.levels[mark] for mark in sorted(criterion.levels)},
    }
    if criterion.minimum_mark is not None:
        written["minimumcijfer"] = criterion.minimum_mark
    return written


def _written_assessment(regulation: Regulation) -> dict[str, Any]:
    written: dict[str, Any] = {
        "methode": _METHOD_WORDS[regulation.method],
        **_written_boundaries(regulation.boundaries),
        "loting": regulation.seed,
        "juryleden_per_dossier": regulation.minimum_jurors,
    }
    if regulation.region_counts:
        written["streek_telt"] = YES
    if regulation.consensus_counts:
        written["consensus_telt"] = YES
    if regulation.reserve_list is not None:
        written["reservelijst"] = _RESERVE_LIST_WORDS[regulation.reserve_list]
    if regulation.threshold is not None:
        written["drempel"] = written_percentage(regulation.threshold)
    return written


def _written_boundaries(boundaries: Boundaries) -> dict[str, object]:
    """Write only the rules that there are: older regulations keep their hash."""
    least = boundaries.region_amount
    written = {
        "hoogstens_projecten": boundaries.max_projects,
        "hoogstens_per_penvoerder": boundaries.max_per_lead,
        "een_per_gemeente": YES if boundaries.once_per_municipality else None,
        "projecten_per_streek": boundaries.region_projects,
        "bedrag_per_streek": None if least is None else written_amount(least),
        "kleine_gemeenten": boundaries.small_reached,
        "klein_onder": boundaries.small_below,
    }
    return {name: value for name, value in written.items() if value is not None}


def written_percentage(basis_points: int) -> int | str:
    """Write a whole percentage as a number and any other as text."""
    part, rest = divmod(basis_points, 100)
    return shown_percent(basis_points) if rest else part


def content_hash(regulation: Regulation) -> str:
    """Return the SHA-256 of the canonical JSON: equal for equal regulations, and only for those."""
    canonical = json.dumps(
        dump(regulation), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return sha256(canonical.encode()).hexdigest()
