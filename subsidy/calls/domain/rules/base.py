"""What a rule of a call is: a name, parameters, sentences and a judgement with its evidence."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from subsidy.calls.domain.criteria import WHOLE, shown_percent
from subsidy.calls.domain.dossier import Dossier, Fact
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text, plural

Params = Mapping[str, int]
_PLACE = re.compile(r"%\((\w+)\)s")


class Outcome(Labelled):
    """UNKNOWN: an answer that is still awaited, or a part that is empty, decides."""

    MET = "met", N_("met"), "green"
    NOT_MET = "not_met", N_("not met"), "red"
    UNKNOWN = "unknown", N_("not yet known"), "yellow"


class Weight(Labelled):
    """What a rule that is not met does: stop the application, or only say so."""

    KNOCK_OUT = "knock_out", N_("condition: who does not meet it cannot submit"), "red"
    ADVICE = "advice", N_("advice: who does not meet it can submit"), "blue"


class Theme(Labelled):
    """What a rule is about; the editor groups and orders the library by it."""

    COOPERATION = "cooperation", N_("Who works together")
    MONEY = "money", N_("Money and period")
    CONTENT = "content", N_("What the project does")
    LASTING = "lasting", N_("What stays")
    OTHER_FILES = "other_files", N_("Other applications and subsidies")


class Kind(Labelled):
    """What kind of whole number a parameter is.

    Money is in cents, a share in basis points, a day is the number of days since the year 1.
    """

    INTEGER = "integer", N_("whole number")
    MONEY = "money", N_("amount in euro")
    SHARE = "share", N_("percentage")
    YEAR = "year", N_("calendar year")
    DATE = "date", N_("day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the regulation says once, for all its rules: amounts and the period of projects."""

    minimum: Money
    maximum: Money
    partner_minimum: Money
    first_day: date
    last_day: date

    def values(self) -> dict[str, Any]:
        """Return what the sentence of a rule can say of these terms."""
        return {
            "minimum": self.minimum,
            "maximum": self.maximum,
            "amount": self.partner_minimum,
            "first": self.first_day,
            "last": self.last_day,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found: what is so, what to do about it, and on what grounds."""

    rule: str
    outcome: Outcome
    sentence: Text
    remedy: Text | None = None
    evidence: tuple[Text | str, ...] = ()
    weight: Weight = Weight.KNOCK_OUT

    @property
    def met(self) -> bool:
        return self.outcome is Outcome.MET

    @property
    def advice(self) -> bool:
        return self.weight is Weight.ADVICE

    @property
    def blocks(self) -> bool:
        """Whether the application cannot be submitted like this."""
        return not self.met and not self.advice


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the evaluator of a rule answers; the sentences of the rule make a finding of it.

    ``facts`` fill the places of the sentences, beside the parameters. ``sentence`` and ``remedy``
    are for who can say it more exactly than the sentences of the rule.
    """

    outcome: Outcome
    facts: Mapping[str, Any] = field(default_factory=dict)
    sentence: Text | None = None
    remedy: Text | None = None
    evidence: tuple[Text | str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What a rule says of an application, per outcome; ``%(name)s`` is a parameter or a fact."""

    met: Text
    not_met: Text
    unknown: Text

    @classmethod
    def same(cls, text: Text) -> "Sentences":
        """Return the sentences of a rule that says what is so, whether that is enough or not."""
        return cls(met=text, not_met=text, unknown=text)

    def of(self, outcome: Outcome) -> Text:
        found: Text = getattr(self, outcome.value)
        return found


def fill(template: Text, values: Mapping[str, Any]) -> Text:
    """Return the template with its own places filled in, and nothing more."""
    if template.plural is None:
        return Text(template.msgid, **_used(template.msgid, values))
    used = _used(template.msgid + template.plural, values)
    return plural(template.msgid, template.plural, **{**used, "n": values["n"]})


def _used(sentence: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in _PLACE.findall(sentence)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number the agency chooses. ``word`` is its Dutch name in a regulation file."""

    key: str
    word: str
    label: str
    unit: str
    minimum: int
    maximum: int
    default: int
    kind: Kind = Kind.INTEGER

    def shown(self, value: int) -> Money | date | str | int:
        """Return a value as a sentence shows it; a year has no thousands separator."""
        match self.kind:
            case Kind.MONEY:
                return Money(value)
            case Kind.DATE:
                return date.fromordinal(value)
            case Kind.SHARE:
                return f"{shown_percent(value)} %"
            case Kind.YEAR:
                return str(value)
        return value

    def objection(self, value: object) -> Text | None:
        """Return why this value cannot be, naming the range; None when it can."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and self.minimum <= value <= self.maximum:  # type: ignore[operator]  # whole says so
            return None
        return Text(
            _OBJECTIONS.get(self.kind, _NO_NUMBER),
            label=Text(self.label),
            minimum=self.shown(self.minimum),
            maximum=self.shown(self.maximum),
        )


_NO_NUMBER = N_("Fill in “%(label)s”: a whole number from %(minimum)s to %(maximum)s.")
_OBJECTIONS = {
    Kind.SHARE: N_("Fill in “%(label)s”: a percentage from %(minimum)s to %(maximum)s."),
    Kind.DATE: N_("Fill in “%(label)s”: a day from %(minimum)s to %(maximum)s."),
}


def share(part: Money, whole: Money) -> int | None:
    """Return a part in basis points, rounded down; None when there is no whole."""
    return part.cents * WHOLE // whole.cents if whole.cents else None


def shown_share(basis_points: int | None) -> str:
    return f"{shown_percent(basis_points or 0)} %"


def at_least(have: int | None, needed: int) -> Outcome:
    """Judge a share; there is none while nothing is asked."""
    if have is None:
        return Outcome.UNKNOWN
    return Outcome.MET if have >= needed else Outcome.NOT_MET


def at_most(have: int | None, allowed: int) -> Outcome:
    if have is None:
        return Outcome.UNKNOWN
    return Outcome.MET if have <= allowed else Outcome.NOT_MET


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A dossier and what the rule must find in it; every example of every rule is a test."""

    dossier: Dossier
    outcome: Outcome
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the library: everything that any page, document or test needs to know of it.

    ``word`` is its Dutch name in a regulation file, ``source`` the demand it comes from, ``part``
    the part of the form where an applicant works on it. ``states`` is the rule as a regulation
    says it; a number in it that makes a plural is the first parameter. ``usual``: a new call begins
    with it. ``grows``: one more partner never makes it fail. ``asks``: facts that a form asks, or
    that are looked up, only for this rule.
    """

    key: str
    word: str
    name: str
    source: str
    theme: Theme
    order: int
    states: Text
    sentences: Sentences
    evaluate: Callable[[Dossier, Terms, Params], Verdict]
    remedy: Text | None = None
    parameters: tuple[Parameter, ...] = ()
    examples: tuple[Example, ...] = ()
    part: str = "partners"
    usual: bool = False
    grows: bool = False
    asks: frozenset[Fact] = frozenset()

    @property
    def place(self) -> tuple[int, int, str]:
        """Where the rule stands in the library."""
        return list(Theme).index(self.theme), self.order, self.key

    def judge(
        self, dossier: Dossier, terms: Terms, params: Params, weight: Weight = Weight.KNOCK_OUT
    ) -> Finding:
        verdict = self.evaluate(dossier, terms, params)
        values = {**self._shown(params), **verdict.facts}
        return Finding(
            rule=self.key,
            outcome=verdict.outcome,
            sentence=verdict.sentence or fill(self.sentences.of(verdict.outcome), values),
            remedy=None if verdict.outcome is Outcome.MET else self._remedy(verdict, values),
            evidence=verdict.evidence,
            weight=weight,
        )

    def _remedy(self, verdict: Verdict, values: Mapping[str, Any]) -> Text | None:
        if verdict.remedy is not None or self.remedy is None:
            return verdict.remedy
        return fill(self.remedy, values)

    def explain(self, terms: Terms, params: Params) -> Text:
        """Return the rule as the regulation states it, numbers filled in."""
        values = terms.values() | self._shown(params)
        if self.parameters:
            values["n"] = params[self.parameters[0].key]
        return fill(self.states, values)

    def _shown(self, params: Params) -> dict[str, Any]:
        return {p.key: p.shown(params[p.key]) for p in self.parameters if p.key in params}

    def defaults(self) -> dict[str, int]:
        return {parameter.key: parameter.default for parameter in self.parameters}

    def objections(self, params: Mapping[str, object]) -> Iterator[tuple[str, Text]]:
        """Yield (parameter, why) for each that is missing, unknown or outside its range."""
        for parameter in self.parameters:
            objection = parameter.objection(params.get(parameter.key))
            if objection is not None:
                yield parameter.key, objection
        known = {parameter.key for parameter in self.parameters}
        for key in params:
            if key not in known:
                yield key, Text("This rule has no parameter “%(key)s”. Leave it out.", key=key)
