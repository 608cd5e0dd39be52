"""What an organisation must know of its own other applications in a call, drafts included.

A draft of others stays a secret, so the rules of a call count submitted files only. Whoever
writes two drafts hears in time that both cannot be submitted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from subsidy.calls.domain.rules import Params, Requirement
from subsidy.core.text import Text

ONE_LEAD, MOST_PROJECTS = "one_lead", "projects_per_municipality"


@dataclass(frozen=True, slots=True)
class Beside:
    """Another application in which an organisation takes part."""

    number: str
    title: str
    draft: bool
    leads: bool

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}".strip()


def crowded(
    requirements: Iterable[Requirement], others: Sequence[Beside], *, leads: bool
) -> tuple[Text, ...]:
    """Say which limits the drafts of one organisation pass together; ``leads``: it leads this."""
    params = {each.rule: each.params for each in requirements}
    led = [each for each in others if leads and each.leads and each.draft]
    found = [*_leads(params, led), *_takes_part(params, others)]
    return tuple(found)


def _leads(params: Mapping[str, Params], led: Sequence[Beside]) -> Iterable[Text]:
    if ONE_LEAD in params and led:
        yield Text(
            "Your organisation is the lead partner of another draft too: %(names)s. "
            "You can submit only one of them.",
            names=tuple(each.name for each in led),
        )


def _takes_part(params: Mapping[str, Params], others: Sequence[Beside]) -> Iterable[Text]:
    most = params.get(MOST_PROJECTS, {}).get("projects")
    if most is not None and len(others) + 1 > most and any(each.draft for each in others):
        yield Text(
            "With this draft your organisation takes part in %(n)s applications. "
            "The call allows %(most)s. The others are: %(names)s.",
            n=len(others) + 1,
            most=most,
            names=tuple(each.name for each in others),
        )
