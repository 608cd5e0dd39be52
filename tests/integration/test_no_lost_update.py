"""Ten editors write at random in five sections, and the line drops: no text is ever lost.

The oracle is a dictionary that knows only this: who saves must have seen the text that is replaced.
Whoever has not, is shown both texts and replaces nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain import form
from subsidy.applications.domain.conflicts import Conflict
from subsidy.applications.domain.history import RUN, text_of
from subsidy.applications.service.guard import version_of
from subsidy.core.errors import RefusedError
from tests.support.applications import DURING, TOWNS, Consortium, draft, published_call

PEOPLE = (*TOWNS, "Zottegem", "Herzele", "Wetteren")
FIELDS: dict[form.Key, tuple[Any, str]] = {
    form.Key.PROJECT: (form.Project, "summary"),
    form.Key.CONTACT: (form.Contact, "function"),
    form.Key.CONTENT: (form.Content, "needs"),
    form.Key.PRIVACY: (form.Privacy, "risks"),
    form.Key.PARTNERS: (form.Tasks, "tasks"),
}
PARTS = st.sampled_from(sorted(FIELDS))
EDITORS = st.integers(0, len(PEOPLE) - 1)
WORDS = st.text(alphabet="abcd", min_size=1, max_size=4)


@dataclass
class Screen:
    """What one editor has before the eyes of one section."""

    version: int = 0
    text: str = ""


class Writing(RuleBasedStateMachine):
    """Every rule is one thing that happens in some browser; the file is empty at first."""

    session: Session
    made: Consortium

    def __init__(self) -> None:
        super().__init__()
        self.undo = self.session.begin_nested()
        self.now = DURING
        self.stored = dict.fromkeys(FIELDS, "")
        self.replaced: dict[form.Key, list[tuple[str, int, bool]]] = {key: [] for key in FIELDS}
        self.run: dict[form.Key, tuple[int, Any, bool]] = {}
        self.screens = {(e, key): Screen() for e in range(len(PEOPLE)) for key in FIELDS}

    def teardown(self) -> None:
        self.undo.rollback()
        self.session.expire_all()

    # What happens ---------------------------------------------------------------------------------

    @rule(editor=EDITORS, key=PARTS)
    def opens(self, editor: int, key: form.Key) -> None:
        """Look at a section again."""
        found = queries.section(self.session, self.made.record, self.key(key))
        self.screens[editor, key] = Screen(version_of(found), self.stored[key])

    @rule(editor=EDITORS, key=PARTS, text=WORDS, automatic=st.booleans())
    def saves(self, editor: int, key: form.Key, text: str, *, automatic: bool) -> None:
        version = self.attempt(editor, key, text, automatic=automatic)
        if version is not None:
            self.screens[editor, key] = Screen(version, text)

    @rule(editor=EDITORS, key=PARTS, text=WORDS)
    def loses_the_answer(self, editor: int, key: form.Key, text: str) -> None:
        """Store the text, but the answer never arrives: the same text is sent again."""
        first = self.attempt(editor, key, text, automatic=True)
        again = self.attempt(editor, key, text, automatic=True)
        if first is not None:
            assert again is not None, "the same text sent again is no conflict"
            self.screens[editor, key] = Screen(again, text)

    @rule(editor=EDITORS, key=PARTS, text=WORDS)
    def saves_over_on_purpose(self, editor: int, key: form.Key, text: str) -> None:
        """Press the button again after both texts were shown."""
        if self.attempt(editor, key, text, automatic=False) is None:
            version = self.attempt(editor, key, text, automatic=False)
            assert version is not None, "whoever saw both texts may choose"
            self.screens[editor, key] = Screen(version, text)

    @rule(minutes=st.integers(1, 12))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    # What must hold -------------------------------------------------------------------------------

    def attempt(self, editor: int, key: form.Key, text: str, *, automatic: bool) -> int | None:
        """Try to save; hold the answer against what this editor had seen."""
        screen, before = self.screens[editor, key], self.stored[key]
        try:
            self.save(editor, key, text, screen.version)
        except RefusedError as refused:
            (conflict,) = refused.refusals
            assert isinstance(conflict, Conflict)
            assert screen.text != before or text != before
            assert [(each.theirs, each.mine) for each in conflict.differences] == [(before, text)]
            self.screens[editor, key] = Screen(conflict.version, before)  # both texts were shown
            return None
        assert before in (text, screen.text), "a text nobody showed was replaced"
        self.note(editor, key, text, automatic=automatic)
        section = queries.section(self.session, self.made.record, self.key(key))
        return version_of(section)

    def save(self, editor: int, key: form.Key, text: str, version: int) -> None:
        kind, name = FIELDS[key]
        part = kind(**{name: text})
        actor, record = self.made.towns[editor].at(self.now), self.made.record
        if isinstance(part, form.Tasks):
            service.save_tasks(self.session, actor, record, self.partner, part, version)
        else:
            service.save_part(self.session, actor, record, part, version)

    def note(self, editor: int, key: form.Key, text: str, *, automatic: bool) -> None:
        """Remember which texts must be kept: all but those of a run of one person that goes on."""
        before = self.run.get(key)
        goes_on = (
            before is not None and before[2] and before[0] == editor and self.now < before[1] + RUN
        )
        if before is not None and not goes_on and text != self.stored[key]:
            self.replaced[key].append((self.stored[key], before[0], before[2]))
        since = before[1] if goes_on and before is not None else self.now
        self.run[key] = (editor, since, automatic)
        self.stored[key] = text
        if automatic:
            service.saved_by_itself(self.session, self.made.record, self.key(key))

    @invariant()
    def every_replaced_text_is_kept_with_who_wrote_it(self) -> None:
        people = {town.person.id: number for number, town in enumerate(self.made.towns)}
        for key, (_, name) in FIELDS.items():
            found = queries.earlier_texts(self.session, self.made.record, self.key(key))
            kept = [
                (getattr(text_of(key, x.version.content), name), people[x.version.saved_by_id])
                for x in reversed(found)
            ]
            assert kept == [(text, editor) for text, editor, _ in self.replaced[key]]

    @invariant()
    def the_text_of_now_is_the_last_that_was_accepted(self) -> None:
        file = queries.case_file(queries.whole(self.session, self.made.record))
        found = {
            form.Key.PROJECT: file.summary,
            form.Key.CONTACT: file.contact.function,
            form.Key.CONTENT: file.content.needs,
            form.Key.PRIVACY: file.privacy.risks,
            form.Key.PARTNERS: file.partner(self.partner.public_id).tasks,
        }
        assert found == self.stored

    @property
    def partner(self) -> Any:  # noqa: ANN401 - a row of the file, read again in each step
        return self.made.record.partners[0]

    def key(self, key: form.Key) -> str:
        return queries.tasks_key(self.partner.public_id) if key == form.Key.PARTNERS else key


def written(session: Session, *, edits: int, examples: int) -> None:
    made = draft(session, published_call(session), *PEOPLE)

    class OnThisFile(Writing):
        pass

    OnThisFile.session, OnThisFile.made = session, made
    tries = settings(max_examples=examples, stateful_step_count=edits)
    run_state_machine_as_test(OnThisFile, settings=tries)


def test_ten_editors_lose_no_text(session: Session) -> None:
    written(session, edits=40, examples=4)


@pytest.mark.long
def test_ten_editors_lose_no_text_in_two_hundred_edits(session: Session) -> None:
    written(session, edits=200, examples=6)
