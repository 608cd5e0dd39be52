"""What a rule of a call is: a name, parameters, a sentence and a judgement with its evidence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from subsidy.calls.domain.dossier import Dossier
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text

Params = Mapping[str, int]


class Outcome(Labelled):
    """UNKNOWN: an answer that is still awaited, or a part that is empty, decides."""

    MET = "met", N_("met"), "green"
    NOT_MET = "not_met", N_("not met"), "red"
    UNKNOWN = "unknown", N_("not yet known"), "yellow"


class Kind(Labelled):
    """What kind of whole number a parameter is; money is in cents."""

    INTEGER = "integer", N_("whole number")
    MONEY = "money", N_("amount in euro")
    YEAR = "year", N_("calendar year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the regulation says once, for all its rules: amounts and the period of projects."""

    minimum: Money
    maximum: Money
    partner_minimum: Money
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found: what is so, what to do about it, and on what grounds."""

    rule: str
    outcome: Outcome
    sentence: Text
    remedy: Text | None = None
    evidence: tuple[Text | str, ...] = ()


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

    def shown(self, value: int) -> Money | str | int:
        """Return a value as a sentence shows it; a year has no thousands separator."""
        if self.kind is Kind.MONEY:
            return Money(value)
        return str(value) if self.kind is Kind.YEAR else value

    def objection(self, value: object) -> Text | None:
        """Return why this value cannot be, naming the range; None when it can."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and self.minimum <= value <= self.maximum:  # type: ignore[operator]  # whole says so
            return None
        return Text(
            "Fill in “%(label)s”: a whole number from %(minimum)s to %(maximum)s.",
            label=Text(self.label),
            minimum=self.shown(self.minimum),
            maximum=self.shown(self.maximum),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``word`` is its Dutch name in a regulation file; ``source`` the demand it comes from."""

    key: str
    word: str
    name: str
    source: str
    explain: Callable[[Terms, Params], Text]
    evaluate: Callable[[Dossier, Terms, Params], Finding]
    parameters: tuple[Parameter, ...] = ()

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
