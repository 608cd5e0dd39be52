"""Who pays for what stays, in words: on paper of every kind the same."""

from subsidy.calls.domain.dossier import MoneySource, Promise
from subsidy.core.text import N_
from subsidy.language import money, words

NAMELESS = N_("not said who")


def sources_told(promise: Promise) -> str:
    """Return a line per source of money; with its amount per year when there is more than one."""
    return "\n".join(_told(each, alone=len(promise.sources) == 1) for each in promise.sources)


def _told(source: MoneySource, *, alone: bool) -> str:
    name = source.name or words(NAMELESS)
    if alone or not source.amounts:
        return name
    return f"{name}: " + ", ".join(f"{year} {money(amount)}" for year, amount in source.amounts)
