"""The form of a call as data: what shows, what lacks, what a new version keeps."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.applications.domain.answers import Answered, answered, unanswered
from subsidy.applications.domain.revised import Moved, moved, moved_data, moved_from
from subsidy.applications.domain.snapshot import plain, read
from subsidy.calls.domain.questions import (
    KINDS,
    Condition,
    Entry,
    Form,
    Kind,
    Question,
    answer_faults,
    dump_form,
    empty,
    faulty,
    form_difference,
    form_faults,
    form_warnings,
    kept,
    lacking,
    migrate,
    read_form,
    shown,
)
from subsidy.calls.domain.questions.editing import (
    added,
    changed,
    extended,
    key_for,
    questions_of,
    removed,
)
from subsidy.calls.domain.questions.editing import (
    moved as moved_place,
)
from subsidy.calls.domain.questions.revisions import WORDS, Change
from subsidy.calls.domain.reading import Table
from subsidy.calls.imports import FORMS, form_templates, read_template
from subsidy.core.errors import Refusal, RefusedError
from tests.support.asking import answered_forms, answers, forms
from tests.support.questions import EVERY_KIND

TODAY = date(2022, 6, 1)


def reading(data: Any) -> tuple[Form, list[Refusal]]:  # noqa: ANN401 - any JSON
    faults: list[Refusal] = []
    form = read_form(Table(data, "formulier", faults))
    return form, faults


def asked(key: str, kind: Kind = Kind.SHORT, **more: Any) -> Question:  # noqa: ANN401 - any field
    return Question(key=key, kind=kind, wording=f"Vraag {key}?", **more)


# Reading and writing ------------------------------------------------------------------------------


@given(forms())
def test_a_form_is_read_back_as_it_was_written(form: Form) -> None:
    assert reading(dump_form(form)) == (form, [])


def test_every_kind_of_question_is_read() -> None:
    form, faults = reading(EVERY_KIND)

    assert faults == []
    assert {question.kind for question in form.questions} == set(KINDS.values())
    assert dump_form(form) == EVERY_KIND


def test_all_faults_are_noted_at_once_each_at_its_place() -> None:
    data = deepcopy(EVERY_KIND)
    data["vragen"][0]["soort"] = "plaatje"
    data["vragen"][2]["keuzes"][1]["sleutel"] = "dienst"
    data["vragen"][6]["laagste"] = "veel"
    data["vragen"][5]["sleutel"] = "samen"
    data["vragen"][9]["kolommen"][1]["soort"] = "tabel"
    del data["vragen"][10]["vraag"]

    _, faults = reading(data)

    assert [fault.place for fault in faults] == [
        "formulier.vragen[0].soort",
        "formulier.vragen[2].keuzes[1].sleutel",
        "formulier.vragen[5].sleutel",
        "formulier.vragen[6].laagste",
        "formulier.vragen[9].kolommen[1].soort",
        "formulier.vragen[10].vraag",
    ]


def test_what_a_kind_does_not_have_is_refused() -> None:
    question = {"sleutel": "a", "soort": "ja_nee", "vraag": "Zo?", "hoogstens": 3}

    (fault,) = reading({"vragen": [question]})[1]

    assert fault.place == "formulier.vragen[0].hoogstens"


# Checks -------------------------------------------------------------------------------------------


@given(forms())
def test_a_form_whose_conditions_look_back_can_be_published(form: Form) -> None:
    assert list(form_faults(form)) == []


def test_a_condition_that_looks_forward_or_nowhere_is_a_fault() -> None:
    circle = Form(
        (
            asked("a", Kind.YES_NO, show_if=Condition("b", "ja")),
            asked("b", Kind.YES_NO, show_if=Condition("a", "ja")),
            asked("c", show_if=Condition("nergens", "ja")),
            asked("d", show_if=Condition("a", "misschien")),
        )
    )

    assert [fault.place for fault in form_faults(circle)] == [
        "formulier.vragen[0].toon_als.vraag",
        "formulier.vragen[2].toon_als.vraag",
        "formulier.vragen[3].toon_als.antwoord",
    ]


def test_lists_tables_and_bounds_that_cannot_be_answered_are_faults() -> None:
    form = Form(
        (
            asked("a", Kind.CHOICE, entries=(Entry("een", "Een"),)),
            asked("b", Kind.TABLE),
            asked("c", Kind.NUMBER, lowest=5, highest=4),
            asked(
                "d",
                Kind.CHOICES,
                entries=(Entry("x", "X", date(2022, 2, 2), date(2022, 2, 1)), Entry("y", "Y")),
            ),
        )
    )

    assert [fault.place for fault in form_faults(form)] == [
        "formulier.vragen[0].keuzes",
        "formulier.vragen[1].kolommen",
        "formulier.vragen[2].hoogste",
        "formulier.vragen[3].keuzes[0].tot",
    ]


def test_a_question_without_purpose_and_a_list_that_ended_are_warnings() -> None:
    over = (Entry("x", "X", None, date(2022, 5, 31)), Entry("y", "Y", date(2022, 6, 2)))
    form = Form((asked("a"), asked("b", Kind.CHOICE, purpose="Zo weten wij het.", entries=over)))

    warnings = [str(text) for text in form_warnings(form, TODAY)]

    assert len(warnings) == 2
    assert "Vraag a?" in warnings[0]
    assert "Vraag b?" in warnings[1]


@pytest.mark.parametrize(
    ("day", "on_offer"),
    [(date(2022, 1, 1), True), (date(2022, 12, 31), True), (date(2023, 1, 1), False)],
)
def test_the_first_and_the_last_day_of_an_entry_count(day: date, on_offer: bool) -> None:  # noqa: FBT001 - expected
    entry = Entry("x", "X", date(2022, 1, 1), date(2022, 12, 31))
    question = asked("a", Kind.CHOICE, entries=(entry, Entry("y", "Y")))

    assert entry.on_offer(day) is on_offer
    assert (list(answer_faults(question, "x", day)) == []) is on_offer


# What shows, lacks, counts ------------------------------------------------------------------------


@given(answered_forms())
def test_a_hidden_question_is_never_required_nor_kept(found: tuple[Form, dict[str, Any]]) -> None:
    form, given_answers = found
    visible = {question.key for question in shown(form, given_answers)}

    assert {question.key for question in lacking(form, given_answers)} <= visible
    assert kept(form, given_answers).keys() <= visible
    assert {each.key for each in answered(form, given_answers)} == visible
    assert {fault.place for fault in faulty(form, given_answers, TODAY)} <= visible


@given(answered_forms())
def test_what_shows_depends_on_what_counts_only(found: tuple[Form, dict[str, Any]]) -> None:
    form, given_answers = found

    assert shown(form, kept(form, given_answers)) == shown(form, given_answers)


@given(answered_forms())
def test_an_answer_that_fits_is_not_faulty(found: tuple[Form, dict[str, Any]]) -> None:
    form, given_answers = found

    assert faulty(form, given_answers, TODAY) == []


@given(answered_forms(), st.data())
def test_answering_a_question_never_hides_itself(
    found: tuple[Form, dict[str, Any]], data: st.DataObject
) -> None:
    form, given_answers = found
    visible = shown(form, given_answers)
    if not visible:
        return
    question = data.draw(st.sampled_from(visible))

    assert question in shown(form, {**given_answers, question.key: None})


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["ja", "nee"])), min_size=4, max_size=4
    ),
    st.dictionaries(st.sampled_from("abcd"), st.booleans()),
)
def test_conditions_in_a_circle_end_and_show_nothing_that_waits_for_itself(
    waits: Sequence[tuple[str, str]], given_answers: dict[str, bool]
) -> None:
    form = Form(
        tuple(
            asked(key, Kind.YES_NO, show_if=Condition(on, value))
            for key, (on, value) in zip("abcd", waits, strict=True)
        )
    )

    assert shown(form, given_answers) == ()  # each waits, so nobody can begin


def test_who_waits_for_a_hidden_question_is_hidden_too() -> None:
    form = Form(
        (
            asked("a", Kind.YES_NO),
            asked("b", Kind.YES_NO, show_if=Condition("a", "ja")),
            asked("c", required=True, show_if=Condition("b", "ja")),
        )
    )
    stale = {"a": False, "b": True, "c": "een oud antwoord"}

    assert [question.key for question in shown(form, stale)] == ["a"]
    assert kept(form, stale) == {"a": False}
    assert lacking(form, {"a": True, "b": True}) == (form.questions[2],)


@pytest.mark.parametrize("value", [None, "", "  \n", [], {}, [[None, ""]], {"name": ""}])
def test_nothing_is_no_answer(value: object) -> None:
    assert empty(value)


@pytest.mark.parametrize("value", [False, 0, "0", [0], {"name": "An"}])
def test_no_and_zero_are_answers(value: object) -> None:
    assert not empty(value)


@pytest.mark.parametrize(
    ("question", "value", "right"),
    [
        (asked("a", limit=3), "abc", True),
        (asked("a", limit=3), "abcd", False),
        (asked("a"), 3, False),
        (asked("a", Kind.NUMBER, lowest=2, highest=4), 2, True),
        (asked("a", Kind.NUMBER, lowest=2, highest=4), 5, False),
        (asked("a", Kind.NUMBER), True, False),
        (asked("a", Kind.NUMBER), -1, False),
        (asked("a", Kind.MONEY, highest=100_00), 100_01, False),
        (asked("a", Kind.DAY), "2022-02-30", False),
        (asked("a", Kind.DAY), "2022-02-28", True),
        (asked("a", Kind.DAY), "20220228", False),
        (asked("a", Kind.YES_NO), "ja", False),
        (asked("a", Kind.CHOICE, entries=(Entry("x", "X"),)), "y", False),
        (asked("a", Kind.CHOICES, entries=(Entry("x", "X"),)), ["x", "x"], True),
        (asked("a", Kind.CHOICES, entries=(Entry("x", "X"),)), "x", False),
        (asked("a", Kind.MUNICIPALITIES), ["Aalst"], True),
        (asked("a", Kind.MUNICIPALITIES), "Aalst", False),
        (asked("a", Kind.PERSON), {"name": "An", "email": "an@aalst.be"}, True),
        (asked("a", Kind.PERSON), {"name": "An", "email": "an aalst"}, False),
        (asked("a", Kind.PERSON), {"name": "An", "telephone": "bel mij"}, False),
        (asked("a", Kind.PERSON), {"rijksregisternummer": "1"}, False),
    ],
)
def test_an_answer_is_judged_by_its_kind(question: Question, value: object, *, right: bool) -> None:
    assert (list(answer_faults(question, value, TODAY)) == []) is right


# The file -----------------------------------------------------------------------------------------


@given(answered_forms())
def test_answers_survive_storage_in_a_file(found: tuple[Form, dict[str, Any]]) -> None:
    for one in answered(*found):
        assert read(Answered, plain(one)) == one
        assert len(one.shown) == len(one.values)
        assert len(one.shown_rows) == len(one.rows)


@given(answered_forms())
def test_what_lacks_is_the_same_in_the_file_and_in_the_form(
    found: tuple[Form, dict[str, Any]],
) -> None:
    form, given_answers = found

    places = [refusal.place for refusal in unanswered(answered(form, given_answers))]

    assert places == [f"questions.{each.key}" for each in lacking(form, given_answers)]


# A new version ------------------------------------------------------------------------------------


@given(answered_forms())
def test_the_same_form_loses_nothing(found: tuple[Form, dict[str, Any]]) -> None:
    form, given_answers = found
    result = migrate(given_answers, form, form)

    assert result.lost == ()
    assert result.answers == {k: v for k, v in given_answers.items() if not empty(v)}
    assert form_difference(form, form) == ()


@given(answered_forms(), forms())
def test_every_answer_is_kept_or_listed_as_lost(
    found: tuple[Form, dict[str, Any]], new: Form
) -> None:
    form, given_answers = found
    result = migrate(given_answers, form, new)
    there = {key for key, value in given_answers.items() if not empty(value)}

    assert {q.key for q in result.kept} | {each.question.key for each in result.lost} == there
    assert result.answers.keys() == {question.key for question in result.kept}


@given(answered_forms(), forms())
def test_what_is_kept_fits_the_new_form(found: tuple[Form, dict[str, Any]], new: Form) -> None:
    form, given_answers = found
    result = migrate(given_answers, form, new)

    for question in result.kept:
        assert list(answer_faults(question, result.answers[question.key], TODAY)) == []


@given(answered_forms(), forms())
def test_what_was_lost_stays_readable(found: tuple[Form, dict[str, Any]], new: Form) -> None:
    form, given_answers = found
    note = moved(migrate(given_answers, form, new), 2, None)

    assert moved_from(moved_data(note)) == note
    assert all(one.is_answered for one in note.lost)
    again = moved(migrate({}, new, new), 3, note)
    assert again.lost == note.lost
    assert moved_from({}) is None
    assert Moved(3, (), note.lost) == again


def test_a_choice_that_goes_is_lost_and_the_others_stay() -> None:
    old = asked("a", Kind.CHOICES, entries=(Entry("x", "X"), Entry("y", "Y")))
    new = replace(old, entries=(Entry("y", "Y"), Entry("z", "Z")))

    result = migrate({"a": ["x", "y"]}, Form((old,)), Form((new,)))

    assert result.answers == {"a": ["y"]}
    assert [(each.question.key, each.value) for each in result.lost] == [("a", ["x"])]


def test_a_choice_that_ended_since_may_stay_as_it_was_chosen() -> None:
    old = asked("a", Kind.CHOICE, entries=(Entry("x", "X"), Entry("y", "Y")))
    new = replace(old, entries=(Entry("x", "X", None, date(2020, 1, 1)), Entry("y", "Y")))

    assert migrate({"a": "x"}, Form((old,)), Form((new,))).answers == {"a": "x"}


def test_a_short_text_becomes_long_and_one_choice_becomes_several() -> None:
    lists = (Entry("x", "X"), Entry("y", "Y"))
    old = Form((asked("a"), asked("b", Kind.CHOICE, entries=lists), asked("c", Kind.NUMBER)))
    new = Form((asked("a", Kind.LONG), asked("b", Kind.CHOICES, entries=lists), asked("c")))

    result = migrate({"a": "tekst", "b": "x", "c": 3}, old, new)

    assert result.answers == {"a": "tekst", "b": ["x"]}
    assert [each.value for each in result.lost] == [3]


def test_every_property_of_a_question_has_a_word_in_a_difference() -> None:
    assert set(WORDS) == {field.name for field in fields(Question)} - {"key"}


def test_a_difference_names_what_is_new_gone_other_and_moved() -> None:
    old = Form((asked("a"), asked("b"), asked("c"), asked("d")))
    new = Form((asked("b"), replace(old.questions[0], required=True), asked("d"), asked("e")))

    found = {(each.change, each.wording): each.what for each in form_difference(old, new)}

    assert found[Change.CHANGED, "Vraag a?"] == ("required",)
    assert (Change.ADDED, "Vraag e?") in found
    assert (Change.REMOVED, "Vraag c?") in found
    assert (Change.MOVED, "Vraag b?") in found


# Writing ------------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=60), max_size=8))
def test_keys_are_short_unique_and_readable(wordings: list[str]) -> None:
    taken: list[str] = []
    for wording in wordings:
        taken.append(key_for(wording, taken))
    data = [{"sleutel": key, "soort": "getal", "vraag": "Hoeveel?"} for key in taken]

    assert len(set(taken)) == len(taken)
    assert reading({"vragen": data})[1] == []


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "up", "down", "remove", "wait"]), st.integers(0, 9)),
    max_size=12,
)


@given(STEPS)
def test_no_way_of_editing_makes_a_condition_look_forward(steps: list[tuple[str, int]]) -> None:
    draft: dict[str, Any] = {}
    for act, number in steps:
        keys = [each["sleutel"] for each in questions_of(draft)]
        try:
            draft = _edited(draft, act, keys, number)
        except RefusedError:
            continue

    form, faults = reading(draft)
    assert faults == []
    assert list(form_faults(form)) == []


def _edited(draft: dict[str, Any], act: str, keys: list[str], number: int) -> dict[str, Any]:
    if act == "add" or not keys:
        return added(draft, f"Vraag {number}", "ja_nee")[0]
    key = keys[number % len(keys)]
    match act:
        case "remove":
            return removed(draft, key)
        case "wait":
            return changed(draft, key, {"vraag": "Wacht", **_wait(keys, key)})
        case _:
            return moved_place(draft, key, 1 if act == "down" else -1)


def _wait(keys: list[str], key: str) -> dict[str, Any]:
    earlier = keys[: keys.index(key)]
    return {"toon_als": {"vraag": earlier[0], "antwoord": "ja"}} if earlier else {}


def test_a_form_has_at_most_a_hundred_questions() -> None:
    draft: dict[str, Any] = {}
    for number in range(100):
        draft, _ = added(draft, f"Vraag {number}", "getal")

    with pytest.raises(RefusedError):
        added(draft, "Nog een", "getal")
    with pytest.raises(RefusedError):
        extended(draft, {"vragen": [{"sleutel": "anders", "soort": "getal", "vraag": "Nog?"}]})


# Templates ----------------------------------------------------------------------------------------


def test_the_templates_that_ship_can_be_published_and_every_question_has_a_purpose() -> None:
    templates = form_templates()

    assert [template.key for template in templates] == ["consortium", "subsidie_2022"]
    for template in templates:
        form, faults = reading(template.data)
        assert faults == []
        assert list(form_faults(form)) == []
        assert form_warnings(form, TODAY) == ()


def test_the_form_of_2022_has_the_limits_and_lists_of_the_real_one() -> None:
    """Facts of the public form: 150 and 700 characters, 14 groups, 15 more actions."""
    template = next(each for each in form_templates() if each.key == "subsidie_2022")
    form, _ = reading(template.data)
    by_key = {question.key: question for question in form.questions}

    assert by_key["verplichte_actie_doel"].longest == 150
    assert by_key["verplichte_actie"].longest == 700
    assert len(by_key["verplichte_actie_doelgroepen"].entries) == 14
    assert by_key["bijkomende_acties"].most_rows == 15
    assert by_key["bevestigingsbrief"].show_if == Condition("andere_rekening", "ja")


def test_a_template_that_is_not_right_says_in_which_file_and_where(tmp_path: Path) -> None:
    path = tmp_path / "mijn_vragen.toml"
    path.write_text(
        'naam = "Mijn vragen"\n[[vragen]]\nsleutel = "a"\nsoort = "plaatje"\nvraag = "Wat?"\n'
        '[[vragen]]\nsleutel = "b"\nsoort = "een_keuze"\nvraag = "Welke?"\n',
        encoding="utf-8",
    )

    with pytest.raises(RefusedError) as refused:
        read_template(path)

    assert [refusal.place for refusal in refused.value.refusals] == [
        "mijn_vragen.toml: vragen[0].soort",
        "mijn_vragen.toml: vragen[1].keuzes",
    ]


def test_a_template_that_is_no_toml_says_so(tmp_path: Path) -> None:
    path = tmp_path / "stuk.toml"
    path.write_text("naam = ", encoding="utf-8")

    with pytest.raises(RefusedError) as refused:
        read_template(path)

    assert refused.value.refusals[0].place == "stuk.toml"


def test_every_file_of_templates_is_offered() -> None:
    assert {path.stem for path in FORMS.iterdir()} == {each.key for each in form_templates()}


@given(st.data())
def test_answers_that_fit_stay_when_questions_only_move(data: st.DataObject) -> None:
    form = data.draw(forms())
    free = Form(tuple(replace(question, show_if=None) for question in form.questions))
    turned = Form(tuple(reversed(free.questions)))
    given_answers = data.draw(answers(free))

    assert migrate(given_answers, free, turned).lost == ()
