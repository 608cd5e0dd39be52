"""Everything between a draft and its submission, grouped by who must do it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from subsidy.applications.domain.case_file import CaseFile, FilePartner, FileSignature
from subsidy.applications.domain.editing import missing_in
from subsidy.applications.domain.expectations import EXPECTATIONS
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.scaling import SCALING
from subsidy.applications.domain.signing import current_signatures, own_gaps
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.rules import RULES, Finding
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class State(Labelled):
    """How far a part of the form is."""

    DONE = "done", N_("complete"), "green"
    OPEN = "open", N_("to complete"), "yellow"


@dataclass(frozen=True, slots=True)
class PartnerTodo:
    """What one partner must still do; ``signature`` is the one that holds now."""

    partner: FilePartner
    gaps: tuple[Refusal, ...]
    signature: FileSignature | None

    @property
    def answered(self) -> bool:
        return self.partner.consent is Consent.ACCEPTED


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the form on the page of the application."""

    key: Key
    open: int

    @property
    def state(self) -> State:
        return State.OPEN if self.open else State.DONE


@dataclass(frozen=True, slots=True)
class Checklist:
    """The rules of the call, what all must fill in together, and what each partner must do."""

    findings: tuple[Finding, ...]
    together: tuple[Refusal, ...]
    partners: tuple[PartnerTodo, ...]
    steps: tuple[Step, ...]

    @property
    def not_met(self) -> tuple[Finding, ...]:
        """The rules that stop the application; advice that is not followed stops nothing."""
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def complete(self) -> bool:
        """Whether nothing but signatures is missing."""
        gaps = any(todo.gaps or not todo.answered for todo in self.partners)
        return not (self.not_met or self.together or gaps)

    @property
    def ready(self) -> bool:
        """Whether the lead can submit now."""
        return self.complete and all(todo.signature for todo in self.partners)


def part_of(finding: Finding) -> Key:
    """Return where one works on what a rule looks at."""
    return Key(RULES[finding.rule].part)


def checklist(file: CaseFile, findings: Sequence[Finding], years: tuple[int, ...]) -> Checklist:
    held = current_signatures(file)
    partners = tuple(_todo(file, partner, years, held) for partner in file.partners)
    every = missing_in(file, years)
    own = {(str(gap.text), gap.place) for todo in partners for gap in todo.gaps}
    together = tuple(gap for gap in every if (str(gap.text), gap.place) not in own)
    return Checklist(tuple(findings), together, partners, _steps(file, every, findings))


def _todo(
    file: CaseFile,
    partner: FilePartner,
    years: tuple[int, ...],
    held: Mapping[str, FileSignature],
) -> PartnerTodo:
    return PartnerTodo(partner, tuple(own_gaps(file, partner.id, years)), held.get(partner.id))


def _steps(
    file: CaseFile, gaps: Sequence[Refusal], findings: Sequence[Finding]
) -> tuple[Step, ...]:
    open_places = Counter(_part_of_place(gap.place or "") for gap in gaps)
    for finding in findings:
        if finding.blocks:
            open_places[part_of(finding)] += 1
    hidden = set(_not_asked(file, findings))
    return tuple(Step(key, open_places[key]) for key in Key if key not in hidden)


def _part_of_place(place: str) -> str:
    """Return the part of the form to which a place belongs."""
    part = place.partition(".")[0]
    return _WITHIN.get(part, part)


_WITHIN = {EXPECTATIONS: Key.CONTINUITY, SCALING: Key.REALISATIONS}
"""What is written on a page of its own within a part of the form."""


def _not_asked(file: CaseFile, findings: Sequence[Finding]) -> Iterator[Key]:
    """Yield the parts that this call has no use for."""
    if not file.answers:
        yield Key.QUESTIONS
    if not any(part_of(finding) is Key.DECLARATIONS for finding in findings):
        yield Key.DECLARATIONS
    if not (file.indicators or any(part_of(each) is Key.INDICATORS for each in findings)):
        yield Key.INDICATORS
