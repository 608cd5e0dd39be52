"""A change withdraws exactly the signatures of those whose commitment it changes."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.applications.domain.accounts import FileAccount, Letter, Source
from subsidy.applications.domain.answers import Answered
from subsidy.applications.domain.case_file import CaseFile, FileLine
from subsidy.applications.domain.declarations import Declarations, PartnerDeclaration
from subsidy.applications.domain.expectations import Expectation
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.funding import Amount, Funding
from subsidy.applications.domain.indicators import Indicator
from subsidy.applications.domain.signing import (
    NEVER_SIGNED,
    content_hash,
    current_signatures,
    not_ready_to_sign,
    signed_content,
    unsigned,
)
from subsidy.calls.domain.dossier import Consent, PromiseYear, Realisation
from subsidy.calls.domain.questions import Kind
from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from tests.support.case_files import YEARS, complete_file, promise, signed

Edit = Callable[[CaseFile, int], CaseFile]


def committed(file: CaseFile, partner_id: str) -> object:
    """Say what a partner commits to, written without looking at the code: house rule 7 of issue 5.

    Title, period, own amounts and account, own tasks, titles of the realisations, own promises,
    what it and others pay of its cost, what it declares, what the others expect of it.
    """
    titles = {realisation.id: realisation.title for realisation in file.realisations}
    own = next(p for p in file.partners if p.id == partner_id)
    return (
        file.title,
        file.starts_on,
        file.ends_on,
        own.tasks,
        [one for one in file.accounts if one.partner_id == partner_id],
        {
            (line.cost_type, line.year): line.requested
            for line in file.lines
            if line.partner_id == partner_id
        },
        sorted(titles.values()),
        {
            titles[p.realisation_id]: (
                p.stays,
                p.owner,
                p.funding_source,
                p.deciding_body,
                p.decided_on,
                p.expected_of_others,
                p.risk,
                (p.second_source, p.third_source, p.decision_document),
                {(y.year, y.cost, y.funded, y.second, y.third) for y in p.years},
            )
            for p in file.promises
            if p.partner_id == partner_id
        },
        {
            (amount.cost_type, amount.year): (amount.own, amount.other)
            for one in file.funding
            if one.partner_id == partner_id
            for amount in one.amounts
            if amount.own or amount.other
        },
        [
            (one.own_contribution, one.undertaking, one.aid_received)
            for one in file.declarations.partners
            if one.partner_id == partner_id and not one.is_empty
        ],
        sorted(
            (one.by, titles.get(one.about, ""), one.sentence)
            for one in file.expectations
            if one.of == partner_id and one.by and one.sentence
        ),
    )


def _partner(file: CaseFile, number: int, **changes: object) -> CaseFile:
    at = number % len(file.partners)
    partners = list(file.partners)
    partners[at] = replace(partners[at], **changes)  # type: ignore[arg-type]  # the test names the field
    return replace(file, partners=tuple(partners))


def _amount(file: CaseFile, number: int) -> CaseFile:
    at = number % len(file.lines)
    lines = list(file.lines)
    lines[at] = replace(lines[at], requested=Money(1 + number))
    return replace(file, lines=tuple(lines))


def _new_amount(file: CaseFile, number: int) -> CaseFile:
    partner = file.partners[number % 3]
    line = FileLine(
        partner_id=partner.id, cost_type=CostType.INVESTMENT, year=2022, requested=Money(5)
    )
    others = [x for x in file.lines if (x.partner_id, x.cost_type) != (partner.id, line.cost_type)]
    return replace(file, lines=(*others, line))


def _realisation(file: CaseFile, number: int, **changes: object) -> CaseFile:
    if not file.realisations:
        return file
    at = number % len(file.realisations)
    rows = list(file.realisations)
    rows[at] = replace(rows[at], **changes)  # type: ignore[arg-type]  # the test names the field
    return replace(file, realisations=tuple(rows))


def _new_realisation(file: CaseFile, number: int) -> CaseFile:
    known = {one.id for one in file.realisations}
    fresh = Realisation(id=f"n{number}", title=f"Nieuw {number}")
    return file if fresh.id in known else replace(file, realisations=(*file.realisations, fresh))


def _no_realisation(file: CaseFile, number: int) -> CaseFile:
    if not file.realisations:
        return file
    gone = file.realisations[number % len(file.realisations)].id
    return replace(
        file,
        realisations=tuple(r for r in file.realisations if r.id != gone),
        promises=tuple(p for p in file.promises if p.realisation_id != gone),
    )


def _promise(file: CaseFile, number: int, **changes: object) -> CaseFile:
    if not file.promises:
        return file
    at = number % len(file.promises)
    rows = list(file.promises)
    rows[at] = replace(rows[at], **changes)  # type: ignore[arg-type]  # the test names the field
    return replace(file, promises=tuple(rows))


def _expectation(file: CaseFile, number: int, about: str = "") -> CaseFile:
    """Let one partner expect something of the next; the same number writes over it again."""
    by, of = f"p{number % 3}", f"p{(number + 1) % 3}"
    others = [one for one in file.expectations if (one.by, one.of) != (by, of)]
    fresh = Expectation(by=by, of=of, about=about, sentence=f"Zin {number // 6}")
    return replace(file, expectations=(*others, fresh))


def _half_an_expectation(file: CaseFile, number: int) -> CaseFile:
    """Leave something out: that is expected of nobody yet."""
    halves = (Expectation(of="p0"), Expectation(by="p1", of="p2"), Expectation(sentence="Iets."))
    return replace(file, expectations=(*file.expectations, halves[number % 3]))


def _funding(file: CaseFile, number: int) -> CaseFile:
    own = Amount(cost_type=CostType.STAFF, year=2022, own=Money(number % 3))
    fresh = Funding(partner_id=f"p{number % 3}", amounts=(own,), other_source=f"Bron {number}")
    others = [one for one in file.funding if one.partner_id != fresh.partner_id]
    return replace(file, funding=(*others, fresh))


def _declared(file: CaseFile, number: int) -> CaseFile:
    fresh = PartnerDeclaration(
        partner_id=f"p{number % 3}", undertaking=(None, True, False)[number % 4 % 3]
    )
    others = [x for x in file.declarations.partners if x.partner_id != fresh.partner_id]
    return replace(file, declarations=Declarations(documents=("a",), partners=(*others, fresh)))


def _account(file: CaseFile, number: int) -> CaseFile:
    """Choose one of two accounts for a partner, with or without a letter, or none any more."""
    partner, kind = file.partners[number % 3], number // 3
    others = tuple(one for one in file.accounts if one.partner_id != partner.id)
    if kind == 0:
        return replace(file, accounts=others)
    chosen = FileAccount(
        partner_id=partner.id,
        iban=("BE68539007547034", "BE31435411161155")[kind % 2],
        holder=partner.name,
        source=Source.OTHER,
        letter=None if kind == 1 else Letter(mayor="Griet", sha256="ab" * 32),
    )
    return replace(file, accounts=(*others, chosen))


EDITS: dict[str, Edit] = {
    "account": _account,
    "order of accounts": lambda f, _n: replace(f, accounts=f.accounts[::-1]),
    "title": lambda f, n: replace(f, title=f"Titel {n % 3}"),
    "start": lambda f, n: replace(f, starts_on=date(2022, 1, 1) + timedelta(days=n % 3)),
    "end": lambda f, n: replace(f, ends_on=date(2023, 12, 31) - timedelta(days=n % 3)),
    "summary": lambda f, n: replace(f, summary=f"Samenvatting {n}"),
    "minimum": lambda f, n: replace(f, feasible_minimum=Money(n)),
    "contact": lambda f, n: replace(f, contact=replace(f.contact, name=f"An {n}")),
    "content": lambda f, n: replace(f, content=replace(f.content, needs=f"Noden {n}")),
    "privacy": lambda f, n: replace(f, privacy=replace(f.privacy, risks=f"Risico {n}")),
    "tasks": lambda f, n: _partner(f, n, tasks=f"Taken {n % 2}"),
    "needs": lambda f, n: _partner(f, n, needs=f"Noden {n}"),
    "amount": _amount,
    "new amount": _new_amount,
    "order of amounts": lambda f, _n: replace(f, lines=tuple(reversed(f.lines))),
    "realisation title": lambda f, n: _realisation(f, n, title=f"Draaiboek {n}"),
    "realisation text": lambda f, n: _realisation(f, n, how_to_use=f"Stap {n}"),
    "new realisation": _new_realisation,
    "no realisation": _no_realisation,
    "order of realisations": lambda f, _n: replace(f, realisations=f.realisations[::-1]),
    "promise owner": lambda f, n: _promise(f, n, owner=f"Dienst {n % 2}"),
    "promise years": lambda f, n: _promise(f, n, years=(PromiseYear(2024, Money(n), Money(0)),)),
    "promise sources": lambda f, n: _promise(
        f,
        n,
        second_source="De provincie" if n % 2 else "",
        years=(PromiseYear(2024, Money(9), Money(9), Money(n % 2)),),
    ),
    "promise decision": lambda f, n: _promise(f, n, decision_document=f"2021/{n % 2}"),
    "order of promises": lambda f, _n: replace(f, promises=f.promises[::-1]),
    "expectation": _expectation,
    "expectation about": lambda f, n: _expectation(f, n, about=f"r{n % 2}"),
    "half an expectation": _half_an_expectation,
    "no expectations": lambda f, _n: replace(f, expectations=()),
    "order of expectations": lambda f, _n: replace(f, expectations=f.expectations[::-1]),
    "funding": _funding,
    "declared": _declared,
    "indicators": lambda f, n: replace(f, indicators=(Indicator(own=f"Uren {n}"),)),
    "questions": lambda f, n: replace(
        f, answers=(Answered(key=f"v{n}", kind=Kind.SHORT, wording="Waarom?"),)
    ),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 11)), max_size=12))
def test_after_any_edits_exactly_the_right_signatures_hold(edits: list[tuple[str, int]]) -> None:
    before = signed(complete_file())
    after = before
    for name, number in edits:
        after = EDITS[name](after, number)

    held = set(current_signatures(after))

    assert held == {
        p.id for p in before.partners if committed(before, p.id) == committed(after, p.id)
    }


@pytest.mark.parametrize(
    ("edit", "number", "withdrawn"),
    [
        ("title", 1, {"p0", "p1", "p2"}),
        ("end", 1, {"p0", "p1", "p2"}),
        ("realisation title", 5, {"p0", "p1", "p2"}),
        ("tasks", 1, {"p1"}),
        ("amount", 0, {"p0"}),
        ("account", 4, {"p1"}),
        ("order of accounts", 0, set()),
        ("promise owner", 2, {"p2"}),
        ("needs", 1, set()),
        ("summary", 1, set()),
        ("contact", 1, set()),
        ("realisation text", 0, set()),
        ("order of amounts", 0, set()),
        ("order of promises", 0, set()),
        ("expectation", 0, {"p1"}),
        ("expectation", 2, {"p0"}),
        ("half an expectation", 1, set()),
        ("indicators", 1, set()),
    ],
)
def test_which_change_withdraws_whose_signature(
    edit: str, number: int, withdrawn: set[str]
) -> None:
    before = signed(complete_file())

    after = EDITS[edit](before, number)

    assert {p.id for p in after.partners} - set(current_signatures(after)) == withdrawn


def test_another_sentence_withdraws_only_the_signature_of_whom_it_is_expected() -> None:
    before = signed(_expectation(_expectation(complete_file(), 0), 1))

    after = _expectation(before, 6)

    assert {p.id for p in after.partners} - set(current_signatures(after)) == {"p1"}


def test_a_plan_with_one_source_is_signed_as_before_there_were_more() -> None:
    """The hash of an older signature is of exactly these words."""
    (told, *_) = json.loads(signed_content(complete_file(), "p0"))["promises"]

    assert set(told) == {
        "realisation",
        "stays",
        "owner",
        "funding_source",
        "deciding_body",
        "decided_on",
        "expected_of_others",
        "risk",
        "years",
    }
    assert {tuple(sorted(year)) for year in told["years"]} == {("cost", "funded", "year")}


def test_a_signature_holds_again_when_the_content_is_put_back() -> None:
    before = signed(complete_file())
    changed = replace(before, title="Anders")

    assert unsigned(changed) == ("Aalst", "Ninove", "Lede")
    assert unsigned(replace(changed, title=before.title)) == ()


def test_the_last_of_two_signatures_that_hold_counts() -> None:
    twice = signed(signed(complete_file()))
    last = replace(twice.signatures[-1], name="Ander")

    held = current_signatures(replace(twice, signatures=(*twice.signatures[:-1], last)))

    assert held["p2"].name == "Ander"


def test_an_invited_partner_holds_no_signature_and_need_not_sign() -> None:
    file = _partner(signed(complete_file()), 2, consent=Consent.INVITED)

    assert set(current_signatures(file)) == {"p0", "p1"}
    assert unsigned(file) == ()


@pytest.mark.parametrize("part", sorted(NEVER_SIGNED))
def test_a_part_that_is_never_signed_changes_nothing_of_what_is_signed(part: Key) -> None:
    file = signed(complete_file())
    changed = EDITS[part](file, 7)

    assert changed != file
    for partner in file.partners:
        assert content_hash(changed, partner.id) == content_hash(file, partner.id)


def test_what_is_signed_is_text_without_floats_and_without_the_others() -> None:
    text = signed_content(complete_file(), "p1")

    assert "Ninove geeft lessen." in text
    assert "Aalst" not in text
    assert content_hash(complete_file(), "p1") == content_hash(complete_file(), "p1")


def test_nothing_keeps_a_complete_part_from_being_signed() -> None:
    assert not_ready_to_sign(complete_file(), "p1", YEARS) == []


def test_everything_that_keeps_a_part_from_being_signed_comes_at_once() -> None:
    file = replace(
        complete_file(), title="", starts_on=None, ends_on=None, promises=(promise("r0", "p1"),)
    )
    file = _partner(file, 1, tasks="")

    places = [refusal.place for refusal in not_ready_to_sign(file, "p1", YEARS)]

    assert places == [
        "project.title",
        "project.starts_on",
        "project.ends_on",
        "partners.p1",
        "continuity.r1",
    ]
