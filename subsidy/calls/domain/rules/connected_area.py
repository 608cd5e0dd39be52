"""The municipalities lie side by side, or in one reference region."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from subsidy.calls.domain.dossier import Around, Dossier, Fact, Municipality
from subsidy.calls.domain.rules.awaiting import met_if, names_of, whatever_they_answer
from subsidy.calls.domain.rules.base import (
    Example,
    Outcome,
    Parameter,
    Params,
    Rule,
    Sentences,
    Terms,
    Theme,
    Verdict,
)
from subsidy.calls.domain.rules.samples import asked, group, town
from subsidy.core.text import N_, Text, plural

Borders = frozenset[frozenset[str]]


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    borders, allowed = dossier.around.borders, params["areas"]
    if borders is None:
        return Verdict(
            outcome=Outcome.UNKNOWN,
            sentence=Text("It is not known which municipalities lie side by side."),
        )
    outcome = whatever_they_answer(
        dossier, lambda d: met_if(0 < len(_areas(d.municipalities, borders)) <= allowed)
    )
    found = _areas(dossier.municipalities, borders)
    return Verdict(
        outcome=outcome,
        facts={"n": len(found), "allowed": allowed},
        evidence=tuple(Text("%(names)s", names=names_of(area)) for area in found),
    )


def _areas(
    municipalities: tuple[Municipality, ...], borders: Borders
) -> tuple[tuple[Municipality, ...], ...]:
    """Return the groups that hang together; who lies in one region is one group."""
    if municipalities and len({m.region for m in municipalities}) == 1:
        return (municipalities,)
    near, left = _neighbours(borders), {m.nis: m for m in municipalities}
    areas: list[tuple[Municipality, ...]] = []
    while left:
        area = [left.pop(next(iter(left)))]
        for one in area:  # grows while it is read
            area.extend(left.pop(nis) for nis in near.get(one.nis, ()) if nis in left)
        areas.append(tuple(area))
    return tuple(sorted(areas, key=names_of))


@lru_cache(maxsize=4)
def _neighbours(borders: Borders) -> Mapping[str, Collection[str]]:
    """Return who lies beside whom; a trial asks it of thousands of groups in the same borders."""
    near: dict[str, set[str]] = {}
    for border in borders:
        for one in border:
            near.setdefault(one, set()).update(border - {one})
    return near


_LINE = Around(borders=frozenset({frozenset({"Mol", "Lommel"}), frozenset({"Lommel", "Pelt"})}))
_THREE = (
    town("Mol"),
    town("Lommel", region="Limburg"),
    town("Pelt", region="Limburg"),
)
RULE = Rule(
    key="connected_area",
    word="aaneengesloten_gebied",
    name=N_("One connected area or one reference region"),
    source="R8",
    theme=Theme.COOPERATION,
    order=60,
    asks=frozenset({Fact.BORDERS}),
    parameters=(
        Parameter(
            key="areas",
            word="gebieden",
            label=N_("largest number of separate areas"),
            unit=N_("areas"),
            minimum=1,
            maximum=10,
            default=1,
        ),
    ),
    states=plural(
        "The municipalities that take part form %(n)s connected area, "
        "or lie in one reference region.",
        "The municipalities that take part form at most %(n)s connected areas, "
        "or lie in one reference region.",
        n=0,
    ),
    sentences=Sentences.same(
        plural(
            "The municipalities form %(n)s connected area. The call allows at most %(allowed)s.",
            "The municipalities form %(n)s connected areas. The call allows at most %(allowed)s.",
            n=0,
        )
    ),
    remedy=Text("Invite the municipalities in between, or await the answers."),
    evaluate=_judge,
    examples=(
        Example(dossier=group(*_THREE, around=_LINE), outcome=Outcome.MET),
        Example(dossier=group(_THREE[0], _THREE[2], around=_LINE), outcome=Outcome.NOT_MET),
        Example(
            dossier=group(_THREE[0], asked(_THREE[1]), _THREE[2], around=_LINE),
            outcome=Outcome.UNKNOWN,
        ),
        Example(dossier=group(town("Mol"), town("Turnhout"), around=_LINE), outcome=Outcome.MET),
        Example(dossier=group(*_THREE), outcome=Outcome.UNKNOWN),
    ),
)
