"""A selection as plain JSON and back: what goes to a solver, what comes out, what is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from subsidy.core.text import Text
from subsidy.scoring.domain.constraints import Candidate, Obstacle, Rules
from subsidy.scoring.domain.methods import Method, Selection
from subsidy.scoring.domain.rank_order import Outcome, Verdict
from subsidy.scoring.domain.reserve_list import Standing, Waiting


def question_data(
    candidates: Iterable[Candidate], rules: Rules, method: Method, seed: str
) -> dict[str, Any]:
    """Return the input of a selection; the order of the candidates leaves no trace."""
    in_order = sorted(candidates, key=lambda each: each.id)
    return {
        "candidates": [_candidate_data(each) for each in in_order],
        "rules": _rules_data(rules),
        "method": method.value,
        "seed": seed,
    }


def question(data: Mapping[str, Any]) -> tuple[list[Candidate], Rules, Method, str]:
    """Return the candidates, the rules, the method and the seed."""
    candidates = [_candidate(each) for each in data["candidates"]]
    return candidates, _rules(data["rules"]), Method(data["method"]), data["seed"]


def selection_data(selection: Selection) -> dict[str, Any]:
    return {
        "funded": list(selection.funded),
        "amounts": dict(selection.amounts),
        "merit": selection.merit,
        "spent_cents": selection.spent_cents,
        "optimal": selection.optimal,
        "bound": selection.bound,
        "unique": selection.unique,
        "unmet": [text.to_data() for text in selection.unmet],
    }


def selection(data: Mapping[str, Any]) -> Selection:
    return Selection(
        **{
            **data,
            "funded": tuple(data["funded"]),
            "amounts": MappingProxyType({id_: data["amounts"][id_] for id_ in data["funded"]}),
            "unmet": tuple(Text.from_data(text) for text in data["unmet"]),
        }
    )


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome.value,
        "awarded_cents": verdict.awarded_cents,
        "left_cents": verdict.left_cents,
        "obstacles": [obstacle.value for obstacle in verdict.obstacles],
        "rivals": list(verdict.rivals),
    }


def verdict(data: Mapping[str, Any]) -> Verdict:
    return Verdict(
        outcome=Outcome(data["outcome"]),
        awarded_cents=data["awarded_cents"],
        left_cents=data["left_cents"],
        obstacles=tuple(Obstacle(value) for value in data["obstacles"]),
        rivals=tuple(data["rivals"]),
    )


def standing_data(standing: Standing) -> dict[str, Any]:
    return {"amounts": dict(standing.amounts), "gone": sorted(standing.gone)}


def standing(data: Mapping[str, Any]) -> Standing:
    return Standing(MappingProxyType(dict(data["amounts"])), frozenset(data["gone"]))


def waiting_data(waiting: Waiting) -> dict[str, Any]:
    return {**asdict(waiting), "obstacles": [each.value for each in waiting.obstacles]}


def waiting(data: Mapping[str, Any]) -> Waiting:
    return Waiting(**{**data, "obstacles": tuple(Obstacle(value) for value in data["obstacles"])})


def _candidate_data(candidate: Candidate) -> dict[str, Any]:
    return {
        **asdict(candidate),
        "region_cents": dict(candidate.region_cents),
        "municipalities": sorted(candidate.municipalities),
        "under": list(candidate.under),
    }


def _candidate(data: Mapping[str, Any]) -> Candidate:
    municipalities, under = frozenset(data["municipalities"]), tuple(data["under"])
    return Candidate(**{**data, "municipalities": municipalities, "under": under})


def _rules_data(rules: Rules) -> dict[str, Any]:
    return {
        "envelope_cents": rules.envelope_cents,
        "threshold": rules.threshold,
        "max_projects": rules.max_projects,
        "max_per_lead": rules.max_per_lead,
        "region_minimum_projects": dict(rules.region_minimum_projects),
        "region_minimum_cents": dict(rules.region_minimum_cents),
        "small_municipalities": sorted(rules.small_municipalities),
        "minimum_small_reached": rules.minimum_small_reached,
        "exclusions": sorted(sorted(group) for group in rules.exclusions),
        **({"shared": _sorted(rules.shared)} if rules.shared else {}),  # others keep their hash
    }


def _sorted(groups: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {name: sorted(ids) for name, ids in groups.items()}


def _rules(data: Mapping[str, Any]) -> Rules:
    return Rules(
        **{
            **data,
            "small_municipalities": frozenset(data["small_municipalities"]),
            "exclusions": tuple(frozenset(group) for group in data["exclusions"]),
            "shared": {name: frozenset(ids) for name, ids in data.get("shared", {}).items()},
        }
    )
