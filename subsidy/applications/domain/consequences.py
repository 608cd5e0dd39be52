"""What a change of the consortium does to a file, worked out before anybody confirms it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from subsidy.applications.domain.case_file import CaseFile, FileLine
from subsidy.applications.domain.expectations import without_partner
from subsidy.applications.domain.signing import current_signatures
from subsidy.applications.domain.snapshot import digest, plain
from subsidy.calls.domain.rules import Finding
from subsidy.core.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """The rules that turn, and what disappears: amounts, promises (by realisation), signatures.

    ``reworded``: every rule that says something else from then on, also one that turns.
    ``paid``: what the partner and others would pay; ``documents``: its decisions.
    """

    broken: tuple[Finding, ...]
    healed: tuple[Finding, ...]
    amounts: tuple[FileLine, ...]
    promises: tuple[str, ...]
    signatures: tuple[str, ...]
    kept: tuple[str, ...]
    paid: Money
    documents: tuple[str, ...]
    before: Money
    after: Money
    feasible_minimum: Money | None
    reworded: tuple[str, ...] = ()

    @property
    def gone(self) -> Money:
        return Money.total(line.requested for line in self.amounts)

    @property
    def too_little(self) -> bool:
        """Whether less is asked from now on than the project needs, by its own words."""
        least = self.feasible_minimum
        return least is not None and self.after < least <= self.before

    @property
    def mark(self) -> str:
        """Return what changes as soon as one of these does: who confirms has seen exactly this."""
        return digest(
            {
                "broken": [one.rule for one in self.broken],
                "healed": [one.rule for one in self.healed],
                "amounts": plain(self.amounts),
                "promises": list(self.promises),
                "signatures": list(self.signatures),
                "paid": self.paid.cents,
                "documents": list(self.documents),
            }
        )


def without(file: CaseFile, partner_id: str) -> CaseFile:
    """Return the file as it is when this partner has left: nothing of it stays behind."""
    declared = file.declarations
    others = tuple(one for one in declared.partners if one.partner_id != partner_id)
    return replace(
        file,
        partners=tuple(one for one in file.partners if one.id != partner_id),
        lines=tuple(one for one in file.lines if one.partner_id != partner_id),
        promises=tuple(one for one in file.promises if one.partner_id != partner_id),
        signatures=tuple(one for one in file.signatures if one.partner_id != partner_id),
        declarations=replace(declared, partners=others),
        attachments=tuple(one for one in file.attachments if one.decision_of != partner_id),
        funding=tuple(one for one in file.funding if one.partner_id != partner_id),
        expectations=without_partner(file.expectations, partner_id),
        accounts=tuple(one for one in file.accounts if one.partner_id != partner_id),
    )


def led_by(file: CaseFile, partner_id: str) -> CaseFile:
    """Return the file with another lead; nothing else of it moves."""
    partners = tuple(replace(one, lead=one.id == partner_id) for one in file.partners)
    return replace(file, partners=partners)


def consequences(
    before: CaseFile,
    after: CaseFile,
    found_before: Sequence[Finding],
    found_after: Sequence[Finding],
) -> Consequences:
    """Compare a file with what it would be, each with what the rules of the call say of it."""
    earlier, later = _blocking(found_before), _blocking(found_after)
    held, holds = current_signatures(before), current_signatures(after)
    titles = {one.id: one.title for one in before.realisations}
    return Consequences(
        broken=tuple(one for rule, one in later.items() if rule not in earlier),
        healed=tuple(one for one in found_after if one.rule in earlier and one.rule not in later),
        amounts=tuple(line for line in before.lines if line not in after.lines),
        promises=tuple(
            sorted(titles[p.realisation_id] for p in before.promises if p not in after.promises)
        ),
        signatures=tuple(one.name for one in before.partners if one.id in held.keys() - holds),
        kept=tuple(one.name for one in before.partners if one.id in holds),
        paid=Money.total(one.own + one.other for one in before.funding if one not in after.funding),
        documents=tuple(one.name for one in before.attachments if one not in after.attachments),
        before=before.requested,
        after=after.requested,
        feasible_minimum=before.feasible_minimum,
        reworded=_reworded(found_before, found_after),
    )


def _reworded(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[str, ...]:
    earlier = {one.rule: (one.outcome, one.sentence) for one in before}
    return tuple(one.rule for one in after if earlier.get(one.rule) != (one.outcome, one.sentence))


def _blocking(found: Sequence[Finding]) -> Mapping[str, Finding]:
    return {finding.rule: finding for finding in found if finding.blocks}
