"""What a partner commits to with a signature, and which signatures still hold.

Nothing withdraws a signature: it holds as long as the hash of what was signed equals the hash of
what stands there now. So a change withdraws exactly the signatures of the partners it touches.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from subsidy.applications.domain import accounts
from subsidy.applications.domain.case_file import CaseFile, FileLine, FilePartner, FileSignature
from subsidy.applications.domain.declarations import plain_partner
from subsidy.applications.domain.expectations import signed as expected
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.snapshot import canonical, digest, ordered, plain
from subsidy.calls.domain.dossier import Consent, Promise
from subsidy.calls.domain.rules import promise_gaps
from subsidy.core.errors import Refusal
from subsidy.core.text import N_, Text

# The parts of a file of which no word is in :func:`signed_part`: who saves one withdraws nothing.
NEVER_SIGNED = frozenset({Key.CONTACT, Key.CONTENT, Key.PRIVACY, Key.QUESTIONS, Key.INDICATORS})


def signed_part(file: CaseFile, partner_id: str) -> dict[str, Any]:
    """Return title, period, realisations and this partner's own amounts, account and promises.

    And what others expect of it.

    What a file does not use leaves no trace, so that an older signature keeps its hash.
    """
    titles = {realisation.id: realisation.title for realisation in file.realisations}
    promises = [_promise(titles[p.realisation_id], p) for p in file.promises_of(partner_id)]
    declared = file.declarations.of(partner_id)
    funding = file.funding_of(partner_id)
    paid = [] if funding is None else funding.signed
    wanted = expected(file.expectations, partner_id, titles)
    account = file.account_of(partner_id)
    return {
        "title": file.title,
        "starts_on": plain(file.starts_on),
        "ends_on": plain(file.ends_on),
        "amounts": sorted((_amount(line) for line in file.lines_of(partner_id)), key=ordered),
        "tasks": file.partner(partner_id).tasks,
        "realisations": sorted(titles.values()),
        "promises": sorted(promises, key=ordered),
        **({"paid": paid} if paid else {}),
        **({"expected": wanted} if wanted else {}),
        **({} if account is None else {"account": accounts.signed(account)}),
        **({} if declared.is_empty else {"declared": plain_partner(declared)}),
    }


def _amount(line: FileLine) -> list[Any]:
    return [line.cost_type.value, line.year, line.requested.cents]


def _promise(title: str, promise: Promise) -> dict[str, Any]:
    content: dict[str, Any] = plain(promise)
    del content["realisation_id"], content["partner_id"]
    return {**content, "realisation": title}


def signed_content(file: CaseFile, partner_id: str) -> str:
    """Return the text that is signed."""
    return canonical(signed_part(file, partner_id))


def content_hash(file: CaseFile, partner_id: str) -> str:
    return digest(signed_part(file, partner_id))


def current_signatures(file: CaseFile) -> Mapping[str, FileSignature]:
    """Return, by partner, the last signature that still holds."""
    held: dict[str, FileSignature] = {}
    for partner in file.accepted:
        given = file.signatures_of(partner.id)
        now = content_hash(file, partner.id) if given else ""
        for signature in given:
            if signature.content_hash == now:
                held[partner.id] = signature
    return held


def withdrawn(file: CaseFile) -> tuple[FileSignature, ...]:
    """Return the last signature of each partner that signed once, and whose signature is gone."""
    held = current_signatures(file)
    return tuple(
        file.signatures_of(partner.id)[-1]
        for partner in file.accepted
        if partner.id not in held and file.signatures_of(partner.id)
    )


def unsigned(file: CaseFile) -> tuple[str, ...]:
    """Return the names of the partners that take part and whose signature is still needed."""
    held = current_signatures(file)
    return tuple(partner.name for partner in file.accepted if partner.id not in held)


def not_ready_to_sign(file: CaseFile, partner_id: str, years: tuple[int, ...]) -> list[Refusal]:
    """Say what must still be filled in before there is something for a partner to sign."""
    return [*_project_gaps(file), *own_gaps(file, partner_id, years)]


def own_gaps(file: CaseFile, partner_id: str, years: tuple[int, ...]) -> Iterator[Refusal]:
    """Say what one partner must still do: answer, write its tasks, be payable, promise."""
    partner = file.partner(partner_id)
    place, name = f"partners.{partner_id}", partner.name
    if partner.consent is not Consent.ACCEPTED:
        text = N_("%(partner)s has not answered yet. Wait, or withdraw the invitation.")
        yield Refusal(Text(text, partner=name), place)
        return
    if not partner.tasks:
        yield Refusal(Text("Write what %(partner)s does.", partner=name), place)
    if file.is_paid(partner):
        yield from accounts.gaps(partner.id, name, file.account_of(partner.id))
    yield from _promise_gaps(file, partner, years)


def _project_gaps(file: CaseFile) -> Iterator[Refusal]:
    if not file.title:
        yield Refusal(Text("Give the project a title."), "project.title")
    if file.starts_on is None:
        yield Refusal(Text("Fill in the first day of the project."), "project.starts_on")
    if file.ends_on is None:
        yield Refusal(Text("Fill in the last day of the project."), "project.ends_on")
    if not file.realisations:
        yield Refusal(Text("Add what will exist when the project ends."), "realisations")


def _promise_gaps(
    file: CaseFile, partner: FilePartner, years: tuple[int, ...]
) -> Iterator[Refusal]:
    promises = {promise.realisation_id: promise for promise in file.promises_of(partner.id)}
    for realisation in file.realisations:
        gaps = promise_gaps(promises.get(realisation.id), years)
        if gaps:
            text = Text(
                "%(partner)s fills in for “%(realisation)s” in the continuity plan: %(missing)s.",
                partner=partner.name,
                realisation=realisation.title,
                missing=gaps,
            )
            yield Refusal(text, f"continuity.{realisation.id}")
