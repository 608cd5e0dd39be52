"""The outcome of a trial as pages and workbooks show it: counts per group, rows per application."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from subsidy.applications.domain.around import around_each
from subsidy.applications.domain.case_file import CaseFile
from subsidy.calls.domain.dossier import Around, Grant
from subsidy.calls.domain.rules import RULES, Outcome, Requirement, Weight
from subsidy.calls.domain.trial import (
    Chance,
    Draft,
    Reach,
    RuleCount,
    RuleReach,
    TriedFile,
    Verdict,
    World,
    Writer,
    per_rule,
    reach,
    strictest,
    try_file,
    unreachable,
)
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import Text, plural
from subsidy.organisations.domain import SizeClass


@dataclass(frozen=True, slots=True)
class Group:
    """Some municipalities, and how many of them have which chance."""

    label: str | Labelled | Text
    alone: int
    together: int
    nobody: int

    @property
    def municipalities(self) -> int:
        return self.alone + self.together + self.nobody


@dataclass(frozen=True, slots=True)
class Municipalities:
    """A draft tried out on the municipalities."""

    world: World
    reach: Reach
    warnings: tuple[Refusal, ...]
    regions: tuple[Group, ...]
    sizes: tuple[Group, ...]
    total: Group


def try_municipalities(draft: Draft, world: World) -> Municipalities:
    found = reach(draft, world)
    by_region: dict[str, list[Chance]] = {}
    by_size: dict[SizeClass, list[Chance]] = {size: [] for size in SizeClass}
    for one in world.municipalities:
        chance = found.chances[one.nis]
        by_region.setdefault(one.region, []).append(chance)
        by_size[SizeClass.of(one.population)].append(chance)
    return Municipalities(
        world,
        found,
        unreachable(draft, world, found),
        tuple(_group(region, by_region[region]) for region in sorted(by_region)),
        tuple(_group(size, chances) for size, chances in by_size.items()),
        _group(Text("Flanders"), found.chances.values()),
    )


def _group(label: str | Labelled | Text, chances: Iterable[Chance]) -> Group:
    counts = Counter(chances)
    return Group(label, counts[Chance.ALONE], counts[Chance.TOGETHER], counts[Chance.NOBODY])


# Applications -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One application to try a draft on.

    ``public_id``: where it is read; None: it is in a workbook. ``grants``: other subsidies of its
    municipalities; None: no rule of the draft asks for them. ``linked``: linked undertakings.
    """

    file: CaseFile
    call: str = ""
    public_id: str | None = None
    grants: tuple[Grant, ...] | None = None
    linked: frozenset[frozenset[str]] | None = None

    def knowing(self, around: Around) -> Around:
        """Add to what is known around the file what was looked up for it."""
        return replace(around, grants=self.grants, linked=self.linked)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a draft makes of one application; the rules by their names."""

    source: Source
    found: TriedFile
    failing: tuple[Text, ...]
    unknown: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Applications:
    """A draft tried out on applications."""

    rows: tuple[Tried, ...]
    rules: tuple[RuleCount, ...]
    verdicts: Mapping[Verdict, int]

    @property
    def strictest(self) -> RuleCount | None:
        return strictest(self.rules)


def try_applications(draft: Draft, sources: Sequence[Source], world: World) -> Applications:
    """Judge each application among the others of its call, with what the register knows."""
    around = around_each([source.file for source in sources], world.borders)
    files = [
        try_file(draft, source.file.dossier_in(source.knowing(known)))
        for source, known in zip(sources, around, strict=True)
    ]
    rows = tuple(_tried(draft, source, found) for source, found in zip(sources, files, strict=True))
    verdicts = Counter(found.verdict for found in files)
    return Applications(rows, per_rule(draft, files), verdicts)


def _tried(draft: Draft, source: Source, found: TriedFile) -> Tried:
    return Tried(
        source,
        found,
        _named(draft, found, Outcome.NOT_MET),
        _named(draft, found, Outcome.UNKNOWN),
    )


def _named(draft: Draft, found: TriedFile, outcome: Outcome) -> tuple[Text, ...]:
    return tuple(
        name_of(requirement)
        for requirement, answer in zip(draft.requirements, found.answers, strict=True)
        if answer is outcome
    )


# Words --------------------------------------------------------------------------------------------


def name_of(requirement: Requirement) -> Text:
    """Return the name of a rule; advice says that it is no more than that."""
    name = Text(RULES[requirement.rule].name)
    if requirement.weight is Weight.ADVICE:
        return Text("%(rule)s (advice)", rule=name)
    return name


def said(draft: Draft, requirement: Requirement) -> Text:
    """Return a rule as the regulation says it; advice says that it is no more than that."""
    if requirement.weight is Weight.ADVICE:
        return Text("Advice: %(rule)s", rule=draft.says(requirement))
    return draft.says(requirement)


def why(found: RuleReach) -> Text:
    """Return what a rule can say about municipalities of which nothing is written."""
    if found.decided:
        return Text("Depends on who works together.")
    if found.waits_for is Writer.AGENCY:
        return Text("Not tried: the draft does not say yet what it needs.")
    return Text("Not decided: it depends on what an applicant writes.")


def hardest(found: Municipalities) -> Text:
    """Return in one sentence which rule excludes most municipalities."""
    rule = found.reach.hardest
    if rule is None:
        return Text("No rule excludes a municipality.")
    name = name_of(rule.requirement)
    if rule.nobody:
        return plural(
            "“%(rule)s” excludes most: %(n)s municipality cannot meet it, with any partners.",
            "“%(rule)s” excludes most: %(n)s municipalities cannot meet it, with any partners.",
            rule.nobody,
            rule=name,
        )
    if rule.freed:
        return plural(
            "“%(rule)s” excludes most: without it %(n)s more municipality could meet the call.",
            "“%(rule)s” excludes most: without it %(n)s more municipalities could meet the call.",
            rule.freed,
            rule=name,
        )
    return plural(
        "“%(rule)s” asks most: %(n)s municipality can only meet it together with others.",
        "“%(rule)s” asks most: %(n)s municipalities can only meet it together with others.",
        rule.together,
        rule=name,
    )
