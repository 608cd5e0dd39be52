"""Conflicts of interest: found in facts, declared by a juror, objected by an applicant.

A juror may not judge a file in which the own organisation leads or takes part, nor a file of
another organisation of the same municipality (its OCMW, for instance), nor of a municipality with
which the own one merges or has merged, nor of somebody who writes from the same domain; of the same
region only when the call says so. What a juror declares and what an applicant objects comes on top.

Whatever stands against a juror closes the file at once. Only the chair lifts it, with a reason, and
a lift holds for what it was about: other evidence is another conflict. Rules of this project (issue
6, "Conflicts first"); the facts of mergers come from Statbel's REFNIS.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text


class ConflictKind(Labelled):
    """Why a juror may not judge a file."""

    EMPLOYER = "employer", N_("own organisation is the lead partner"), "red"
    MANDATE = "mandate", N_("a mandate in an organisation of the file"), "red"
    PARTNER = "partner", N_("own organisation is a partner"), "red"
    SAME_MUNICIPALITY = "same_municipality", N_("organisation of the same municipality"), "red"
    MERGED = "merged", N_("municipality of the same merger"), "red"
    REGION = "region", N_("organisation of the same region"), "red"
    MAIL_DOMAIN = "mail_domain", N_("same mail domain as an applicant"), "red"
    PERSONAL = "personal", N_("family, friendship or a quarrel"), "red"
    COLLABORATION = "collaboration", N_("works together with an organisation of the file"), "red"
    CONSULTANCY = "consultancy", N_("gave advice or helped to write"), "red"
    OTHER = "other", N_("another conflict of interest"), "red"


# What a person can say: where an organisation lies is for the facts.
SAYABLE = (
    ConflictKind.EMPLOYER,
    ConflictKind.MANDATE,
    ConflictKind.PARTNER,
    ConflictKind.PERSONAL,
    ConflictKind.COLLABORATION,
    ConflictKind.CONSULTANCY,
    ConflictKind.OTHER,
)


class Source(Labelled):
    """Who or what says that there is a conflict."""

    DERIVED = "derived", N_("from facts"), "grey"
    DECLARED = "declared", N_("declared by the juror"), "blue"
    OBJECTED = "objected", N_("objected by the applicant"), "yellow"


class Ruling(Labelled):
    """What the chair says of a conflict; whatever is not lifted closes the file."""

    WAITS = "waits", N_("waits for the chair"), "yellow"
    CONFIRMED = "confirmed", N_("confirmed by the chair"), "red"
    LIFTED = "lifted", N_("lifted by the chair"), "green"


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation. ``nis``: the code (5 characters) of its municipality, if it has one.

    ``number``: its enterprise number (10 digits): two records with one number are one body.
    """

    id: int
    name: str
    nis: str | None = None
    number: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds a juror: employers, mandates, and the domain of the own address if it tells.

    ``name``: of the juror, for an objection that names a person.
    """

    name: str = ""
    employers: Collection[Body] = ()
    mandates: Collection[Body] = ()
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is behind a file. ``partners``: with or without the lead.

    ``domains``: mail domains of the people who act for lead or partners.
    """

    lead: Body
    partners: Collection[Body] = ()
    domains: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known of places, and how far the call looks.

    ``successors``: NIS code -> code after a merger, for all mergers known, past and announced; a
    code that stays may point to itself. Two codes with the same final successor are one merger,
    whichever of the two was the older. ``by_region``: the call counts the same region too.
    """

    successors: Mapping[str, str] = field(default_factory=dict)
    by_region: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of conflict between a juror and a file, with what it follows from."""

    kind: ConflictKind
    evidence: Text
    source: Source = Source.DERIVED

    @property
    def mark(self) -> str:
        """The SHA-256 of all of it: a ruling is about this reason and no other."""
        said = [self.source, self.kind, self.evidence.to_data()]
        canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Noted:
    """A reason that was written down, and what the chair says of it."""

    reason: Reason
    ruling: Ruling = Ruling.WAITS


def derive(juror: Ties, file: Parties, grounds: Grounds) -> tuple[Reason, ...]:
    """Return the conflicts between a juror and a file that facts show, one per kind."""
    lead, others = file.lead, _others(file)
    mine = sorted({*juror.employers, *juror.mandates}, key=_by_id)
    all_of_file = [lead, *others]
    found = (
        _same(ConflictKind.EMPLOYER, juror.employers, [lead]),
        _same(ConflictKind.MANDATE, juror.mandates, all_of_file),
        _same(ConflictKind.PARTNER, juror.employers, others),
        _near(ConflictKind.SAME_MUNICIPALITY, mine, all_of_file, {}),
        _near(ConflictKind.MERGED, mine, all_of_file, grounds.successors),
        _region(mine, all_of_file) if grounds.by_region else None,
        _domain(juror, file),
    )
    return tuple(reason for reason in found if reason is not None)


def standing(live: Iterable[Reason], noted: Iterable[Noted]) -> tuple[Reason, ...]:
    """Return what closes a file for a juror: everything that the chair did not lift.

    ``live``: what facts and objections show today. What was noted keeps standing when the fact has
    gone, until the chair lifts it; a lift does not cover evidence that it was not about.
    """
    kept = tuple(noted)
    lifted = {each.reason for each in kept if each.ruling is Ruling.LIFTED}
    stands = {each.reason: None for each in kept if each.ruling is not Ruling.LIFTED}
    return tuple(stands | {each: None for each in live if each not in lifted})


def declared(kind: ConflictKind, reason: str) -> Reason | Refusal:
    """Return the conflict that a juror declares, or the refusal of an empty reason."""
    if not reason.strip():
        return Refusal(Text("Write why you cannot judge this file."), "reason")
    return Reason(kind, Text("%(reason)s", reason=reason.strip()), Source.DECLARED)


def ruling_faults(reason: str) -> tuple[Refusal, ...]:
    """Say why a chair cannot rule: whoever reads it later must know why."""
    return () if reason.strip() else (Refusal(Text("Write why you decide this."), "reason"),)


def final_successor(nis: str, successors: Mapping[str, str]) -> str:
    """Return the code that ``nis`` has after all mergers."""
    seen = {nis}
    while (following := successors.get(nis, nis)) not in seen:
        nis = following
        seen.add(nis)
    return nis


def _others(file: Parties) -> list[Body]:
    """Return who takes part beside the lead."""
    return sorted({each for each in file.partners if not is_same(each, file.lead)}, key=_by_id)


def _by_id(body: Body) -> int:
    return body.id


def is_same(one: Body, other: Body) -> bool:
    return one.id == other.id or (one.number is not None and one.number == other.number)


_SAME: Mapping[ConflictKind, str] = {
    ConflictKind.EMPLOYER: N_("The juror belongs to %(names)s, the lead partner of this file."),
    ConflictKind.MANDATE: N_("The juror has a mandate in %(names)s, that takes part in this file."),
    ConflictKind.PARTNER: N_("The juror belongs to %(names)s, a partner in this file."),
}


def _same(kind: ConflictKind, mine: Collection[Body], theirs: list[Body]) -> Reason | None:
    names = tuple(each.name for each in theirs if any(is_same(own, each) for own in mine))
    return Reason(kind, Text(_SAME[kind], names=names)) if names else None


def _near(
    kind: ConflictKind, mine: list[Body], theirs: list[Body], successors: Mapping[str, str]
) -> Reason | None:
    merged = kind is ConflictKind.MERGED
    pairs = _pairs(
        (own, other)
        for own in mine
        for other in theirs
        if _related(own, other, successors) and (own.nis != other.nis) is merged
    )
    if not pairs:
        return None
    text = N_("These organisations belong to the same municipality: %(pairs)s.")
    if merged:
        text = N_("These municipalities merge or have merged: %(pairs)s.")
    return Reason(kind, Text(text, pairs=pairs))


def _region(mine: list[Body], theirs: list[Body]) -> Reason | None:
    pairs = _pairs(
        (own, other)
        for own in mine
        for other in theirs
        if own.region is not None and own.region == other.region and not is_same(own, other)
    )
    text = N_("These organisations lie in the same region: %(pairs)s.")
    return Reason(ConflictKind.REGION, Text(text, pairs=pairs)) if pairs else None


def _domain(juror: Ties, file: Parties) -> Reason | None:
    if juror.domain is None or juror.domain not in file.domains:
        return None
    text = N_("The juror and somebody who acts for this file write from %(domain)s.")
    return Reason(ConflictKind.MAIL_DOMAIN, Text(text, domain=juror.domain))


def _pairs(bodies: Iterable[tuple[Body, Body]]) -> tuple[Text, ...]:
    return tuple(
        Text("%(own)s with %(other)s", own=own.name, other=other.name) for own, other in bodies
    )


def _related(own: Body, other: Body, successors: Mapping[str, str]) -> bool:
    if is_same(own, other) or own.nis is None or other.nis is None:
        return False
    return final_successor(own.nis, successors) == final_successor(other.nis, successors)
