"""The building blocks of the policy: each is built here, and asked about one person at a time.

``test_policy.py`` has the whole table of actions; here stands what each kind of rule means.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from subsidy.policy import (
    Actor,
    Mandate,
    MandateKind,
    Owner,
    Role,
    Rule,
    Standing,
    acts_with,
    beneficiary_with,
    both,
    either,
    has_role,
    lead_with,
    owner_with,
    partner_with,
    stands_as,
)

NOW = datetime(2022, 9, 26, 10, 0, tzinfo=UTC)
LEAD, PARTNER, STRANGER = 1, 2, 3
EDITOR, READER, SIGNATORY = MandateKind.EDITOR, MandateKind.READER, MandateKind.SIGNATORY
CONSULTANT, ADMINISTRATOR = MandateKind.CONSULTANT, MandateKind.ADMINISTRATOR
NOBODY = Actor(30, NOW)


@dataclass(frozen=True)
class File:
    public_id: str = "the-file"
    lead_id: int = LEAD
    partner_ids: frozenset[int] = frozenset({LEAD, PARTNER})
    unsealed_at: datetime | None = None


@dataclass(frozen=True)
class Award:
    beneficiary_ids: frozenset[int] = frozenset({LEAD, PARTNER})
    is_final: bool = True


FILE, AWARD = File(), Award()


def staff(*roles: Role) -> Actor:
    return Actor(30, NOW, frozenset(roles))


def member(organisation: int, kind: MandateKind, file_id: str | None = None) -> Actor:
    mandate = Mandate(organisation, kind, file_id)
    return Actor(30, NOW, mandates=(mandate,), organisation_id=organisation)


@pytest.mark.parametrize(
    ("actor", "answer"),
    [
        (staff(Role.CASE_OFFICER), True),
        (staff(Role.AUDITOR), True),
        (staff(Role.JUROR, Role.AUDITOR), True),
        (staff(Role.JUROR), False),
        (NOBODY, False),
    ],
)
def test_one_of_the_roles_is_enough(actor: Actor, *, answer: bool) -> None:
    assert has_role(Role.CASE_OFFICER, Role.AUDITOR)(actor, FILE) is answer


def yes(actor: Actor, subject: object) -> bool:
    """Say yes about the very person and record that were asked about, and no others."""
    return actor is NOBODY and subject is FILE


def no(actor: Actor, subject: object) -> bool:
    return not yes(actor, subject)


@pytest.mark.parametrize(
    ("rules", "one", "every"),
    [
        ((yes, yes), True, True),
        ((yes, no), True, False),
        ((no, yes), True, False),
        ((no, no), False, False),
        ((), False, True),
    ],
)
def test_either_asks_for_one_and_both_for_every_rule(
    rules: tuple[Rule, ...], *, one: bool, every: bool
) -> None:
    assert either(*rules)(NOBODY, FILE) is one
    assert both(*rules)(NOBODY, FILE) is every


@pytest.mark.parametrize(
    ("actor", "as_lead", "as_partner"),
    [
        (member(LEAD, EDITOR), True, True),
        (member(LEAD, SIGNATORY), True, True),
        (member(LEAD, READER), False, False),
        (member(LEAD, EDITOR, "the-file"), True, True),
        (member(LEAD, EDITOR, "another-file"), False, False),
        (member(PARTNER, EDITOR), False, True),
        (member(PARTNER, READER), False, False),
        (member(PARTNER, EDITOR, "the-file"), False, True),
        (member(PARTNER, EDITOR, "another-file"), False, False),
        (member(STRANGER, EDITOR), False, False),
        (NOBODY, False, False),
    ],
)
def test_a_file_is_for_its_lead_and_its_partners(
    actor: Actor, *, as_lead: bool, as_partner: bool
) -> None:
    assert lead_with(EDITOR, SIGNATORY)(actor, FILE) is as_lead
    assert partner_with(EDITOR, SIGNATORY)(actor, FILE) is as_partner
    assert beneficiary_with(EDITOR, SIGNATORY)(actor, FILE) is False
    assert lead_with(EDITOR, SIGNATORY)(actor, AWARD) is False
    assert partner_with(EDITOR, SIGNATORY)(actor, AWARD) is False


@pytest.mark.parametrize(
    ("actor", "answer"),
    [
        (member(LEAD, EDITOR), True),
        (member(PARTNER, EDITOR), True),
        (member(PARTNER, READER), False),
        (member(STRANGER, EDITOR), False),
        (member(LEAD, EDITOR, "the-file"), False),  # a mandate for one file is for that file only
        (NOBODY, False),
    ],
)
def test_an_award_is_for_its_beneficiaries(actor: Actor, *, answer: bool) -> None:
    assert beneficiary_with(EDITOR)(actor, AWARD) is answer


@pytest.mark.parametrize(
    ("actor", "answer"),
    [
        (member(STRANGER, EDITOR), True),
        (member(STRANGER, READER), False),
        (member(STRANGER, EDITOR, "the-file"), False),
        (Actor(30, NOW, mandates=(Mandate(LEAD, EDITOR),)), False),  # chose no organisation
        (Actor(30, NOW, organisation_id=LEAD), False),
        (NOBODY, False),
    ],
)
def test_acting_for_an_organisation_takes_a_mandate_of_it(actor: Actor, *, answer: bool) -> None:
    assert acts_with(EDITOR)(actor, None) is answer


@pytest.mark.parametrize(
    ("actor", "answer"),
    [
        (member(LEAD, EDITOR), True),
        (member(LEAD, READER), False),
        (member(PARTNER, EDITOR), False),
        (member(LEAD, EDITOR, "the-file"), False),  # a profile is no file
        (Actor(30, NOW, mandates=(Mandate(LEAD, EDITOR),)), False),  # chose no organisation
        (NOBODY, False),
    ],
)
def test_a_profile_is_for_the_organisation_that_owns_it(actor: Actor, *, answer: bool) -> None:
    assert owner_with(EDITOR)(actor, Owner(LEAD)) is answer
    assert owner_with(EDITOR)(actor, Owner(None)) is False  # of nobody: not of who acts for nobody
    assert owner_with(EDITOR)(actor, FILE) is False


def of_kind(standing: Standing, kind: MandateKind, file_id: str | None = None) -> Actor:
    """Return somebody who acts for one organisation and reads for another local authority."""
    mandates = (
        Mandate(PARTNER, READER, None, Standing.LOCAL_AUTHORITY),
        Mandate(LEAD, kind, file_id, standing),
    )
    return Actor(30, NOW, mandates=mandates, organisation_id=LEAD)


@pytest.mark.parametrize(
    ("actor", "writes", "reads"),
    [
        (of_kind(Standing.LOCAL_AUTHORITY, EDITOR), True, False),
        (of_kind(Standing.LOCAL_AUTHORITY, SIGNATORY), True, False),
        (of_kind(Standing.LOCAL_AUTHORITY, CONSULTANT), True, False),
        (of_kind(Standing.LOCAL_AUTHORITY, READER), False, True),
        (of_kind(Standing.LOCAL_AUTHORITY, ADMINISTRATOR), False, False),
        (of_kind(Standing.LOCAL_AUTHORITY, EDITOR, "the-file"), False, False),
        (of_kind(Standing.LOCAL_AUTHORITY, READER, "the-file"), False, False),
        (of_kind(Standing.ASSOCIATION, EDITOR), False, False),
        (of_kind(Standing.ASSOCIATION, READER), False, False),
        (NOBODY, False, False),
    ],
)
def test_who_stands_for_a_local_authority_writes_unless_told(
    actor: Actor, *, writes: bool, reads: bool
) -> None:
    assert stands_as(Standing.LOCAL_AUTHORITY)(actor, None) is writes
    assert stands_as(Standing.LOCAL_AUTHORITY, kinds=(READER,))(actor, None) is reads


@pytest.mark.parametrize("kind", MandateKind)
def test_without_a_kind_every_mandate_will_do(kind: MandateKind) -> None:
    assert lead_with()(member(LEAD, kind), FILE)
    assert partner_with()(member(PARTNER, kind), FILE)
    assert beneficiary_with()(member(PARTNER, kind), AWARD)
    assert owner_with()(member(STRANGER, kind), Owner(STRANGER))
    assert acts_with()(member(STRANGER, kind), None)
