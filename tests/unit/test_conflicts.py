"""Conflicts of interest derived from real mergers, in both directions."""

from collections.abc import Iterable

import pytest

from subsidy.core.errors import Refusal
from subsidy.core.text import Text
from subsidy.scoring.domain.conflicts import (
    Body,
    ConflictKind,
    Grounds,
    Noted,
    Parties,
    Reason,
    Ruling,
    Source,
    Ties,
    declared,
    derive,
    final_successor,
    ruling_faults,
    standing,
)
from subsidy.scoring.domain.mail_domains import domain_of
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
    return [conflict.kind for conflict in found(own, lead, partners)]


def found(own: Iterable[Body], lead: Body, partners: Iterable[Body]) -> tuple[Reason, ...]:
    """Return what facts show of somebody who works for ``own``."""
    return derive(Ties(employers=tuple(own)), Parties(lead, tuple(partners)), Grounds(SUCCESSORS))


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
    assert found([DEINZE], GENT, partners) == found([DEINZE], GENT, reversed(partners))
    (conflict,) = found([DEINZE], GENT, partners)
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
    (conflict,) = found(own, lead, partners)

    assert english(conflict.evidence) == says


def test_successors_are_followed_to_the_end_and_a_circle_ends() -> None:
    assert final_successor("a", {"a": "b", "b": "c"}) == "c"
    assert final_successor("a", {}) == "a"
    assert final_successor("a", {"a": "b", "b": "a"}) in {"a", "b"}


def test_a_declaration_needs_a_reason() -> None:
    refused = declared(ConflictKind.PERSONAL, "  ")
    assert isinstance(refused, Refusal)
    assert refused.place == "reason"
    assert english(refused.text) == "Write why you cannot judge this file."
    said = declared(ConflictKind.PERSONAL, " my sister leads it ")
    assert isinstance(said, Reason)
    assert (said.kind, said.source) == (ConflictKind.PERSONAL, Source.DECLARED)
    assert str(said.evidence) == "my sister leads it"


# Mandates, numbers, regions, mail domains ---------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "partners", "expected"),
    [
        (GENT, [], [ConflictKind.MANDATE]),
        (ANTWERPEN, [GENT], [ConflictKind.MANDATE]),
        (ANTWERPEN, [DEINZE], []),
    ],
)
def test_a_mandate_binds_to_lead_and_partner(
    lead: Body, partners: list[Body], expected: list[ConflictKind]
) -> None:
    reasons = derive(Ties(mandates=(GENT,)), Parties(lead, partners), Grounds())

    assert [each.kind for each in reasons] == expected


def test_two_records_with_one_enterprise_number_are_one_organisation() -> None:
    twice = (Body(10, "Leiedal", number="0205350281"), Body(11, "Leiedal cv", number="0205350281"))
    strangers = (Body(12, "A"), Body(13, "B"))

    same = derive(Ties(employers=twice[:1]), Parties(twice[1]), Grounds())
    assert [each.kind for each in same] == [ConflictKind.EMPLOYER]
    assert derive(Ties(employers=strangers[:1]), Parties(strangers[1]), Grounds()) == ()


def test_the_same_region_counts_only_when_the_call_says_so() -> None:
    kortrijk = Body(20, "Kortrijk", "34022", region="Zuid-West-Vlaanderen")
    menen = Body(21, "Menen", "34027", region="Zuid-West-Vlaanderen")
    juror, file = Ties(employers=(kortrijk,)), Parties(GENT, (menen,))

    assert derive(juror, file, Grounds()) == ()
    (reason,) = derive(juror, file, Grounds(by_region=True))
    assert reason.kind is ConflictKind.REGION
    assert english(reason.evidence) == (
        "These organisations lie in the same region: Kortrijk with Menen."
    )
    placeless = Ties(employers=(UNIVERSITY,))
    assert derive(placeless, Parties(LIBRARY), Grounds(by_region=True)) == ()


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("an@Menen.be", "menen.be"),
        ("an@advies.menen.be", "advies.menen.be"),
        ("an@gmail.com", None),
        ("an@TELENET.be", None),
        ("an@example.org", None),
        ("", None),
    ],
)
def test_a_domain_that_anybody_can_get_tells_nothing(email: str, domain: str | None) -> None:
    assert domain_of(email) == domain


def test_who_writes_from_the_domain_of_an_applicant_has_a_conflict() -> None:
    juror = Ties(domain="advies.be")

    (reason,) = derive(juror, Parties(GENT, domains={"gent.be", "advies.be"}), Grounds())
    assert reason.kind is ConflictKind.MAIL_DOMAIN
    assert english(reason.evidence) == (
        "The juror and somebody who acts for this file write from advies.be."
    )
    assert derive(juror, Parties(GENT, domains={"gent.be"}), Grounds()) == ()
    assert derive(Ties(), Parties(GENT, domains={"gent.be"}), Grounds()) == ()


# What stands --------------------------------------------------------------------------------------


def reason(words: str, kind: ConflictKind = ConflictKind.OTHER) -> Reason:
    return Reason(kind, Text("%(reason)s", reason=words))


FACT, OTHER_FACT, SAID = reason("a fact"), reason("another fact"), reason("said by the juror")


@pytest.mark.parametrize(
    ("live", "noted", "stands"),
    [
        ([], [], []),
        ([FACT], [], [FACT]),
        ([FACT], [Noted(FACT)], [FACT]),
        ([FACT], [Noted(FACT, Ruling.CONFIRMED)], [FACT]),
        ([FACT], [Noted(FACT, Ruling.LIFTED)], []),
        ([OTHER_FACT], [Noted(FACT, Ruling.LIFTED)], [OTHER_FACT]),
        ([], [Noted(FACT)], [FACT]),
        ([FACT], [Noted(SAID), Noted(FACT, Ruling.LIFTED)], [SAID]),
        ([], [Noted(SAID, Ruling.LIFTED)], []),
    ],
)
def test_only_a_lift_of_that_very_reason_opens_a_file(
    live: list[Reason], noted: list[Noted], stands: list[Reason]
) -> None:
    assert list(standing(live, noted)) == stands


def test_a_mark_differs_with_source_kind_and_evidence() -> None:
    marks = {
        FACT.mark,
        OTHER_FACT.mark,
        reason("a fact", ConflictKind.PERSONAL).mark,
        Reason(ConflictKind.OTHER, FACT.evidence, Source.DECLARED).mark,
    }

    assert len(marks) == 4
    assert reason("a fact").mark == FACT.mark


def test_a_ruling_needs_a_reason() -> None:
    (refused,) = ruling_faults(" ")
    assert refused.place == "reason"
    assert english(refused.text) == "Write why you decide this."
    assert ruling_faults("They left in 2019.") == ()
