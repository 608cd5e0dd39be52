"""Conflicts of interest derived from real mergers, in both directions."""

import pytest

from subsidy.core.errors import Refusal
from subsidy.scoring.domain.conflicts import (
    Body,
    ConflictKind,
    DerivedConflict,
    declared,
    derive,
    final_successor,
)
from tests.support.dossiers import english

# Statbel, REFNIS: the mergers of 2019 and 2025 used here.
SUCCESSORS = {
    "44011": "44083",  # Deinze
    "44049": "44083",  # Nevele
    "11007": "11002",  # Borsbeek, into Antwerpen, which kept its code
    "11002": "11002",
    "71022": "71072",  # Hasselt
    "73040": "71072",  # Kortessem
}
NEVELE = Body(1, "Nevele", "44049")
OLD_DEINZE = Body(2, "Deinze (tot 2018)", "44011")
DEINZE = Body(3, "Deinze", "44083")
BORSBEEK = Body(4, "Borsbeek", "11007")
ANTWERPEN = Body(5, "Antwerpen", "11002")
OCMW_ANTWERPEN = Body(6, "OCMW Antwerpen", "11002")
GENT = Body(7, "Gent", "44021")
UNIVERSITY = Body(8, "Universiteit", None)
LIBRARY = Body(9, "Bibliotheek", None)


def kinds(own: list[Body], lead: Body, *partners: Body) -> list[ConflictKind]:
    return [conflict.kind for conflict in derive(own, lead, partners, SUCCESSORS)]


@pytest.mark.parametrize(
    ("own", "lead", "partners", "expected"),
    [
        ([GENT], GENT, [ANTWERPEN], [ConflictKind.EMPLOYER]),
        ([GENT], GENT, [GENT, ANTWERPEN], [ConflictKind.EMPLOYER]),
        ([GENT], ANTWERPEN, [GENT], [ConflictKind.PARTNER]),
        ([OCMW_ANTWERPEN], ANTWERPEN, [], [ConflictKind.SAME_MUNICIPALITY]),
        ([BORSBEEK], GENT, [ANTWERPEN], [ConflictKind.MERGED]),
        ([ANTWERPEN], BORSBEEK, [GENT], [ConflictKind.MERGED]),
        ([NEVELE], OLD_DEINZE, [], [ConflictKind.MERGED]),
        ([DEINZE], GENT, [NEVELE], [ConflictKind.MERGED]),
        ([UNIVERSITY], LIBRARY, [GENT], []),
        ([GENT], ANTWERPEN, [DEINZE], []),
        ([], GENT, [], []),
        (
            [GENT, BORSBEEK],
            GENT,
            [OCMW_ANTWERPEN, BORSBEEK],
            [ConflictKind.EMPLOYER, ConflictKind.PARTNER, ConflictKind.MERGED],
        ),
    ],
)
def test_each_kind(
    own: list[Body], lead: Body, partners: list[Body], expected: list[ConflictKind]
) -> None:
    assert kinds(own, lead, *partners) == expected


def test_the_evidence_names_the_organisations_whatever_their_order() -> None:
    partners = [NEVELE, OLD_DEINZE, ANTWERPEN]
    found = derive([DEINZE], GENT, partners, SUCCESSORS)
    assert found == derive([DEINZE], GENT, reversed(partners), SUCCESSORS)
    (conflict,) = found
    pairs = tuple(str(pair) for pair in conflict.evidence.params["pairs"])
    assert pairs == ("Deinze with Nevele", "Deinze with Deinze (tot 2018)")


@pytest.mark.parametrize(
    ("own", "lead", "partners", "says"),
    [
        ([GENT], GENT, [], "The juror belongs to Gent, the lead partner of this file."),
        ([GENT], DEINZE, [GENT], "The juror belongs to Gent, a partner in this file."),
        (
            [UNIVERSITY, GENT],
            DEINZE,
            [LIBRARY, UNIVERSITY, GENT],
            "The juror belongs to Gent, Universiteit, a partner in this file.",
        ),
        (
            [OCMW_ANTWERPEN],
            ANTWERPEN,
            [GENT],
            "These organisations belong to the same municipality: OCMW Antwerpen with Antwerpen.",
        ),
        (
            [DEINZE, BORSBEEK],
            ANTWERPEN,
            [NEVELE],
            (
                "These municipalities merge or have merged: "
                "Deinze with Nevele, Borsbeek with Antwerpen."
            ),
        ),
    ],
)
def test_a_conflict_says_what_it_follows_from(
    own: list[Body], lead: Body, partners: list[Body], says: str
) -> None:
    (conflict,) = derive(own, lead, partners, SUCCESSORS)

    assert english(conflict.evidence) == says


def test_successors_are_followed_to_the_end_and_a_circle_ends() -> None:
    assert final_successor("a", {"a": "b", "b": "c"}) == "c"
    assert final_successor("a", {}) == "a"
    assert final_successor("a", {"a": "b", "b": "a"}) in {"a", "b"}


def test_a_declaration_needs_a_reason() -> None:
    refused = declared("  ")
    assert isinstance(refused, Refusal)
    assert refused.place == "reason"
    assert english(refused.text) == "Write why you cannot judge this file."
    found = declared(" my sister leads it ")
    assert isinstance(found, DerivedConflict)
    assert found.kind is ConflictKind.DECLARED
    assert str(found.evidence) == "my sister leads it"
