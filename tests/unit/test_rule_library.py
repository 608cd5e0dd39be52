"""What holds for every rule of the library, whichever rules there are: a new one is tested too."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.calls.domain import rules as package
from subsidy.calls.domain.dossier import Consent, Dossier, Fact
from subsidy.calls.domain.rules import (
    RULES,
    Finding,
    Outcome,
    Requirement,
    Rule,
    Theme,
    Weight,
    asked_facts,
    by_theme,
    evaluate,
    explain,
    outcome_of,
    rule_of_word,
    scan,
)
from subsidy.calls.domain.rules.awaiting import MOST_TRIED
from subsidy.calls.domain.rules.base import fill
from subsidy.calls.domain.rules.samples import TERMS, asked, group, town
from subsidy.core.text import Text, plural
from tests.support.any_dossier import Maker, makers
from tests.support.dossiers import english

EVERY_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def judged(rule: Rule, dossier: Dossier, params: Mapping[str, int]) -> Finding:
    (finding,) = evaluate([Requirement(rule.key, params)], dossier, TERMS)
    return finding


# --- the examples of the rules ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "number"),
    [(rule, number) for rule in RULES.values() for number in range(len(rule.examples))],
    ids=lambda one: one.key if isinstance(one, Rule) else str(one),
)
def test_an_example_of_a_rule_is_so(rule: Rule, number: int) -> None:
    example = rule.examples[number]

    params = rule.defaults() | dict(example.params)

    finding = judged(rule, example.dossier, params)
    of_trial = outcome_of(Requirement(rule.key, params), example.dossier, TERMS)

    assert finding.outcome is of_trial is example.outcome


@EVERY_RULE
def test_the_examples_show_a_rule_that_is_met_and_one_that_is_not(rule: Rule) -> None:
    shown = {example.outcome for example in rule.examples}

    assert {Outcome.MET, Outcome.NOT_MET} <= shown


# --- properties -------------------------------------------------------------------------------


@EVERY_RULE
@given(make=makers)
def test_the_order_of_partners_is_irrelevant(rule: Rule, make: Maker) -> None:
    dossier, params = make.dossier(), make.params(rule)
    shuffled = list(dossier.partners)
    make.random.shuffle(shuffled)

    other = judged(rule, replace(dossier, partners=tuple(shuffled)), params)

    assert other == judged(rule, dossier, params)


@EVERY_RULE
@given(make=makers, weight=st.sampled_from(Weight))
def test_what_is_not_known_never_counts_as_met(rule: Rule, make: Maker, weight: Weight) -> None:
    requirement = Requirement(rule.key, make.params(rule), weight)

    (found,) = evaluate([requirement], make.dossier(), TERMS)

    assert found.met == (found.outcome is Outcome.MET)
    assert found.blocks == (found.outcome is not Outcome.MET and weight is Weight.KNOCK_OUT)
    assert (found.remedy is None) == found.met


@EVERY_RULE
def test_a_dossier_of_which_nothing_is_known_meets_no_rule(rule: Rule) -> None:
    assert judged(rule, Dossier(), rule.defaults()).outcome is not Outcome.MET


@EVERY_RULE
@given(make=makers)
def test_what_is_met_stays_met_whatever_the_invited_answer(rule: Rule, make: Maker) -> None:
    dossier, params = make.dossier(), make.params(rule)
    answers = (Consent.ACCEPTED, Consent.REFUSED)
    answered = tuple(
        replace(partner, consent=make.random.choice(answers))
        if partner.consent is Consent.INVITED
        else partner
        for partner in dossier.partners
    )
    before = judged(rule, dossier, params).outcome

    after = judged(rule, replace(dossier, partners=answered), params).outcome

    assert before in (Outcome.UNKNOWN, after)


@EVERY_RULE
@given(make=makers)
def test_one_more_partner_never_breaks_a_rule_that_grows(rule: Rule, make: Maker) -> None:
    dossier, params = make.dossier(), make.params(rule)
    extra = make.partner("Izegem", Consent.ACCEPTED)
    more = replace(dossier, partners=(*dossier.partners, extra))

    if rule.grows and judged(rule, dossier, params).met:
        assert judged(rule, more, params).met


@EVERY_RULE
@given(make=makers)
def test_the_regulation_states_every_parameter(rule: Rule, make: Maker) -> None:
    """Two regulations with another number are two sentences."""
    first, second = make.params(rule), make.params(rule)

    one, two = (english(explain(Requirement(rule.key, p), TERMS)) for p in (first, second))

    assert (one == two) == (first == second)


@EVERY_RULE
@given(make=makers)
def test_a_finding_is_a_whole_sentence(rule: Rule, make: Maker) -> None:
    found = judged(rule, make.dossier(), make.params(rule))

    said = [found.sentence, *([found.remedy] if found.remedy else [])]
    assert all(english(text).endswith(".") and "%(" not in english(text) for text in said)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        (Text("Nothing to fill in."), Text("Nothing to fill in.")),
        (Text("%(name)s asks %(sum)s."), Text("%(name)s asks %(sum)s.", name="Mol", sum="EUR 5")),
        (
            plural("%(n)s town of %(name)s.", "%(n)s towns of %(name)s.", n=0),
            plural("%(n)s town of %(name)s.", "%(n)s towns of %(name)s.", n=2, name="Mol"),
        ),
        (  # a number that decides the words and does not stand in them
            plural("%(name)s is the town.", "These are towns.", n=0),
            plural("%(name)s is the town.", "These are towns.", n=2, name="Mol"),
        ),
    ],
)
def test_a_sentence_takes_its_own_places_and_nothing_more(template: Text, filled: Text) -> None:
    assert fill(template, {"n": 2, "name": "Mol", "sum": "EUR 5", "other": 9}) == filled


@pytest.mark.parametrize(
    ("more", "outcome"), [(0, Outcome.MET), (1, Outcome.UNKNOWN)], ids=["as many", "one more"]
)
def test_so_many_invitations_are_tried_and_with_more_one_waits(more: int, outcome: Outcome) -> None:
    """Everybody told its needs, so that no answer can break the rule."""
    invited = [asked(town(f"Dorp {number}")) for number in range(MOST_TRIED + more)]
    partners = [replace(one, needs="een digipunt") for one in (town("Mol"), *invited)]

    found = judged(RULES["needs_per_partner"], group(*partners), {})

    assert found.outcome is outcome


# --- the library itself -----------------------------------------------------------------------


def test_every_rule_has_its_own_key_word_and_place() -> None:
    rules = RULES.values()

    for name in ("key", "word", "name", "place"):
        assert len({getattr(rule, name) for rule in rules}) == len(rules)


def test_a_file_of_a_rule_is_named_after_it_and_holds_one() -> None:
    for key in RULES:
        module = __import__(f"{package.__name__}.{key}", fromlist=["RULE"])
        assert module.RULE is RULES[key]
        assert sum(isinstance(value, Rule) for value in vars(module).values()) == 1


def test_the_editor_shows_every_rule_once_under_its_theme() -> None:
    shown = [(theme, rule) for theme, rules in by_theme() for rule in rules]

    assert [rule.key for _, rule in shown] == list(RULES)
    assert all(rule.theme is theme for theme, rule in shown)
    assert [theme for theme, _ in by_theme()] == [t for t in Theme if t in dict(by_theme())]


def test_a_rule_is_found_by_its_dutch_name() -> None:
    assert rule_of_word("groot_en_klein") is RULES["large_and_small"]
    assert rule_of_word("bestaat_niet") is None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder of which the files stand beside those of the library, for one test."""
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    yield tmp_path
    monkeypatch.undo()
    scan()
    for file in tmp_path.glob("*.py"):
        sys.modules.pop(f"{package.__name__}.{file.stem}", None)


def test_a_rule_is_a_file_beside_the_others_and_takes_its_place_among_them(folder: Path) -> None:
    """After the number of leads (10) and before the number of applications (20)."""
    before = list(RULES)
    (folder / "another_lead.py").write_text(
        "from dataclasses import replace\n"
        f"from {package.__name__}.one_lead import RULE as OTHER\n"
        'RULE = replace(OTHER, key="another_lead", word="nog_een", order=15)\n'
    )
    (folder / "a_helper.py").write_text('"""Shared by rules, and no rule."""\n')

    scan()

    after = list(RULES)
    at = after.index("one_lead")
    assert after[at : at + 3] == ["one_lead", "another_lead", "projects_per_municipality"]
    assert [key for key in after if key != "another_lead"] == before
    assert rule_of_word("nog_een") is RULES["another_lead"]


def test_only_the_rules_of_a_call_ask_for_facts() -> None:
    chosen = [Requirement(key, {}) for key in ("de_minimis", "amount_between", "no_double_funding")]

    assert asked_facts(chosen) == {Fact.UNDERTAKING, Fact.LINKS, Fact.GRANTS, Fact.FIVE_ACTIONS}
    assert asked_facts([]) == set()
