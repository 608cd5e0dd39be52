"""What one partner expects of another afterwards: one sentence each, which the other confirms.

It belongs to what the other partner signs: a sentence that changes withdraws that signature only.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from subsidy.core.errors import Refusal
from subsidy.core.text import N_, Text

EXPECTATIONS = "expectations"
MOST_ROWS = 60
LONGEST = 200
MARK = 16

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "by": N_("Who expects something?"),
        "of": N_("Of which partner?"),
        "about": N_("About which realisation?"),
        "sentence": N_("What do you expect, in one sentence?"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """``by`` and ``of``: partners, ``about``: a realisation, by their identifiers; or empty."""

    by: str = ""
    of: str = ""
    about: str = ""
    sentence: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Expectation()

    @property
    def mark(self) -> str:
        """Return by what a form says that exactly this was confirmed."""
        whole = f"{self.by}\n{self.about}\n{self.sentence}"
        return hashlib.sha256(whole.encode()).hexdigest()[:MARK]

    @property
    def is_whole(self) -> bool:
        return bool(self.by and self.of and self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """All rows, as they are stored."""

    rows: tuple[Expectation, ...] = ()


def place(name: str, row: int) -> str:
    """Return the name of the field of one answer: ``sentence-0``."""
    return f"{name}-{row}"


def present(
    rows: Iterable[Expectation], partners: Collection[str], realisations: Collection[str]
) -> tuple[Expectation, ...]:
    """Return what is still about something: partners leave, and realisations are removed.

    A sentence about a realisation that is gone is not one about the whole project: it goes too.
    """
    return tuple(
        one
        for one in rows
        if {one.by, one.of} <= {*partners, ""} and one.about in {*realisations, ""}
    )


def without_partner(rows: Iterable[Expectation], partner_id: str) -> tuple[Expectation, ...]:
    """Return what is left when a partner leaves."""
    return tuple(one for one in rows if partner_id not in (one.by, one.of))


# What is signed -----------------------------------------------------------------------------------


def of_partner(rows: Iterable[Expectation], partner_id: str) -> tuple[Expectation, ...]:
    """Return what others expect of a partner: what it confirms when it signs."""
    return tuple(one for one in rows if one.is_whole and one.of == partner_id)


def signed(
    rows: Iterable[Expectation], partner_id: str, titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what a partner signs of it; an organisation that changes its name changes nothing."""
    return sorted(
        (
            {"about": titles.get(one.about, ""), "by": one.by, "sentence": one.sentence}
            for one in of_partner(rows, partner_id)
        ),
        key=lambda one: (one["about"], one["by"], one["sentence"]),
    )


def not_agreed(
    rows: Iterable[Expectation], partner_id: str, agreed: Collection[str]
) -> Iterator[Refusal]:
    """Say each sentence that whoever signs did not confirm. ``agreed``: their marks."""
    for one in of_partner(rows, partner_id):
        if one.mark not in agreed:
            yield Refusal(to_confirm(one), "agreed")


def to_confirm(one: Expectation) -> Text:
    """Return what to say to whoever signs without confirming this."""
    text = N_("Confirm “%(sentence)s”. Is it not feasible? Talk about it with the partner first.")
    return Text(text, sentence=one.sentence)


# What cannot be saved, and what lacks -------------------------------------------------------------


def unfit(
    rows: Sequence[Expectation], partners: Collection[str], realisations: Collection[str]
) -> list[Refusal]:
    """Say what is wrong with what was typed; what is still empty is no fault while drafting."""
    faults = [
        Refusal(text, place(name, number))
        for number, one in enumerate(rows)
        for name, text in _unfit(one, partners, realisations)
    ]
    if sum(not one.is_empty for one in rows) > MOST_ROWS:
        faults.append(Refusal(Text("Write at most %(most)s expectations.", most=MOST_ROWS)))
    return [*faults, *_twice(rows)]


def _unfit(
    one: Expectation, partners: Collection[str], realisations: Collection[str]
) -> Iterator[tuple[str, Text]]:
    for name in ("by", "of"):
        if getattr(one, name) not in {*partners, ""}:
            yield name, Text("Leave this row out: the organisation does not take part.")
    if one.about not in {*realisations, ""}:
        yield "about", Text("This realisation does not exist any more.")
    if one.of and one.by == one.of:
        yield "of", Text("Choose another partner: nobody expects something of itself.")
    if len(one.sentence) > LONGEST:
        yield "sentence", Text("Use at most %(limit)s characters.", limit=LONGEST)
    if "\n" in one.sentence:
        yield "sentence", Text("Write one sentence. Use another row for the next one.")


def in_the_name_of_others(
    before: Sequence[Expectation], after: Sequence[Expectation], own: str, names: Mapping[str, str]
) -> Iterator[Refusal]:
    """Say which rows one partner writes, changes or takes away in the name of another one."""
    text = N_("Only %(name)s itself, or the lead, writes what %(name)s expects.")
    gone = N_("“%(sentence)s” is of %(name)s. Only %(name)s itself, or the lead, changes it.")
    for number, one in enumerate(after):
        if one.by not in ("", own) and one not in before:
            yield Refusal(Text(text, name=names.get(one.by, "…")), place("by", number))
    for one in before:
        if one.by not in ("", own) and one not in after:
            gone = N_(
                "“%(sentence)s” is of %(name)s. Only %(name)s itself, or the lead, changes it."
            )
            yield Refusal(Text(gone, sentence=one.sentence, name=names.get(one.by, "…")))


def _twice(rows: Sequence[Expectation]) -> Iterator[Refusal]:
    for number, one in enumerate(rows):
        if not one.is_empty and one in rows[:number]:
            text = Text("This expectation is there twice. Keep one of them.")
            yield Refusal(text, place("sentence", number))


def missing(rows: Sequence[Expectation]) -> Iterator[Refusal]:
    """Say what each row lacks; the place is ``expectations.field``."""
    asked = {
        "by": N_("Choose who expects something in expectation %(number)s."),
        "of": N_("Choose of which partner in expectation %(number)s."),
        "sentence": N_("Write one sentence in expectation %(number)s."),
    }
    for number, one in enumerate(rows):
        for name, text in asked.items():
            if not getattr(one, name):
                yield Refusal(
                    Text(text, number=number + 1), f"{EXPECTATIONS}.{place(name, number)}"
                )
