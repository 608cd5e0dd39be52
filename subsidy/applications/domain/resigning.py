"""What changed in the part that a partner signed, in the words of the page it signed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from subsidy.applications.domain import funding
from subsidy.applications.domain.accounts import FileAccount, Source
from subsidy.applications.domain.accounts import signed as signed_account
from subsidy.applications.domain.conflicts import PROMISE_LABELS, YEAR_LABELS, Difference
from subsidy.applications.domain.declarations import LABELS as DECLARED
from subsidy.applications.domain.form import LABELS
from subsidy.calls.domain.dossier import Risk, Stays
from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.organisations.domain.accounts import iban_shown

Part = Mapping[str, Any]
WORDS: Mapping[str, str] = {
    "title": LABELS["title"],
    "starts_on": LABELS["starts_on"],
    "ends_on": LABELS["ends_on"],
    "tasks": N_("Tasks"),
    "realisations": N_("What will exist when the project ends"),
}
DAYS = ("starts_on", "ends_on")
MEMBERS = {"stays": Stays, "risk": Risk}


def changed_since(signed: Part, now: Part) -> tuple[Difference, ...]:
    """Return each thing in which two signed parts differ; before and after as people read them.

    ``signed`` and ``now``: as ``signing.signed_part`` makes them, amounts in cents.
    """
    return (
        *_plain(signed, now),
        *_amounts(signed, now),
        *_declared(signed, now),
        *_account(signed, now),
        *_promises(signed, now),
        *_expected(signed, now),
    )


def _plain(signed: Part, now: Part) -> Iterator[Difference]:
    for key, label in WORDS.items():
        before, after = signed.get(key), now.get(key)
        if before != after:
            yield Difference(Text(label), _readable(key, before), _readable(key, after))


def _readable(key: str, value: Any) -> Any:  # noqa: ANN401 - a value of a signed part
    if value is None:
        return None
    if key in DAYS or key == "decided_on":
        return date.fromisoformat(value)
    if key in MEMBERS:
        return MEMBERS[key](value).label
    return tuple(value) if isinstance(value, list) else value


def _declared(signed: Part, now: Part) -> Iterator[Difference]:
    before, after = signed.get("declared", {}), now.get("declared", {})
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield Difference(Text(DECLARED[key]), _answer(old), _answer(new))


ACCOUNT: Mapping[str, str] = {
    "iban": N_("Account number (IBAN)"),
    "holder": N_("In whose name is the account?"),
    "source": N_("Which account?"),
    "mayor": N_("Which mayor signed the letter?"),
    "financial_director": N_("Which financial director signed it too?"),
    "dated": N_("Date of the letter"),
    "letter": N_("The letter"),
    "sha256": N_("Content of the letter"),
}


def _account(then: Part, now: Part) -> Iterator[Difference]:
    """Name what changed of the account; only who signs for it reads the answers."""
    before, after = then.get("account", {}), now.get("account", {})
    for key, label in ACCOUNT.items():
        old, new = before.get(key), after.get(key)
        if old != new:
            yield Difference(Text(label), _of_account(key, old), _of_account(key, new))


def account_changes(
    before: FileAccount | None, after: FileAccount | None
) -> tuple[Difference, ...]:
    """Return what differs between two accounts of one partner."""
    old, new = ({"account": signed_account(one)} if one else {} for one in (before, after))
    return tuple(_account(old, new))


def _of_account(key: str, value: str | None) -> Any:  # noqa: ANN401 - a value of a signed part
    match key, value:
        case _, None | "":
            return None
        case "iban", str():
            return iban_shown(value)
        case "source", str():
            return Source(value).label
        case "dated", str():
            return date.fromisoformat(value)
    return value


def _answer(value: Any) -> Any:  # noqa: ANN401 - a yes, an amount in cents, or nothing
    """Return what a partner declares as people read it: yes or no, or an amount."""
    return value if value is None or isinstance(value, bool) else Money(value)


def _amounts(signed: Part, now: Part) -> Iterator[Difference]:
    for key, columns in (("amounts", (funding.Payer.REQUESTED,)), ("paid", funding.RESTS)):
        before, after = _cells(signed.get(key, ())), _cells(now.get(key, ()))
        for kind, year in sorted(before.keys() | after.keys()):
            nothing = (0,) * len(columns)
            then, there = before.get((kind, year), nothing), after.get((kind, year), nothing)
            for payer, old, new in zip(columns, then, there, strict=True):
                if old != new:
                    yield Difference(
                        funding.label(payer, CostType(kind), year), Money(old), Money(new)
                    )


def _cells(rows: Sequence[Sequence[Any]]) -> dict[tuple[str, int], tuple[int, ...]]:
    return {(kind, year): tuple(cents) for kind, year, *cents in rows}


def _promises(signed: Part, now: Part) -> Iterator[Difference]:
    before, after = (
        {one["realisation"]: one for one in part.get("promises", ())} for part in (signed, now)
    )
    for title in sorted(before.keys() | after.keys()):
        then, there = before.get(title, {}), after.get(title, {})
        for key, label in PROMISE_LABELS.items():
            if then.get(key) != there.get(key):
                what = Text("“%(title)s”: %(what)s", title=title, what=Text(label))
                yield Difference(
                    what, _readable(key, then.get(key)), _readable(key, there.get(key))
                )
        yield from _years(title, then, there)


def _expected(signed: Part, now: Part) -> Iterator[Difference]:
    before, after = (
        tuple(one["sentence"] for one in part.get("expected", ())) for part in (signed, now)
    )
    if signed.get("expected", []) != now.get("expected", []):
        yield Difference(Text("What other partners expect of you"), before or None, after or None)


def _years(title: str, then: Part, there: Part) -> Iterator[Difference]:
    before, after = (
        {
            one["year"]: (one["cost"], one["funded"], one.get("second", 0), one.get("third", 0))
            for one in part.get("years", ())
        }
        for part in (then, there)
    )
    for year in sorted(before.keys() | after.keys()):
        nothing = (0,) * len(YEAR_LABELS)
        old, new = before.get(year, nothing), after.get(year, nothing)
        for label, was, became in zip(YEAR_LABELS, old, new, strict=True):
            if was != became:
                what = Text("%(what)s in %(year)s", what=Text(label), year=str(year))
                text = Text("“%(title)s”: %(what)s", title=title, what=what)
                yield Difference(text, Money(was), Money(became))
