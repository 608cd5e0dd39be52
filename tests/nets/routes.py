"""Every address of the application, filled in with records of the world.

``visits`` takes each rule of ``app.url_map``: a route is in all nets as soon as it exists. A route
with a value that nobody can fill in stops every net, with the place to teach it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from subsidy.accounts.models import Person
from subsidy.applications.domain.completion import OF_POINT
from subsidy.applications.models import Application, Attachment, Partner, Realisation
from subsidy.applications.views import frame
from subsidy.calls.models import Call, Consultation, Voice
from subsidy.calls.views import editing
from subsidy.scoring.models import Review
from subsidy.web.templating import asset
from subsidy.workflow import OutboxMessage
from tests.nets import subjects
from tests.nets.stage import email
from tests.nets.world import World

NOWHERE = "a" * 26  # has the shape of an identifier, and is none
SAFE = ("GET",)
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Visit:
    """One address: ``subject`` says what the record in it is, "" when there is none in it.

    ``part``: which part of the record, when the address names one.
    """

    endpoint: str
    methods: tuple[str, ...]
    path: str
    subject: str = ""
    kind: str = ""
    part: str = ""


def visits(world: World) -> list[Visit]:
    """Return every address of the application once per named record that fits in it."""
    with world.session() as session, world.app.test_request_context():
        return [
            visit
            for rule in sorted(world.app.url_map.iter_rules(), key=lambda each: each.rule)
            for visit in _filled(session, world.app, rule)
        ]


def kind_of(rule: Rule) -> str:
    """Return the kind of record whose public id is in the address."""
    fixed = rule.rule.split("/<")[0].strip("/")
    kind = subjects.KINDS.get(fixed)
    if kind is None:
        raise LookupError(f"{rule.rule}: teach tests/nets/subjects.py KINDS what {fixed!r} holds")
    return kind


def _filled(session: Session, app: Flask, rule: Rule) -> Iterator[Visit]:
    methods = tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
    names = [name for name in ("public_id", "nis") if name in rule.arguments]
    if not names:
        yield from _others(session, app, rule, methods, {}, ("", ""))
        return
    kind = kind_of(rule)
    only_here = subjects.ONLY_AT.get(rule.endpoint, {})
    examples = {
        **subjects.found(session, kind),
        **subjects.named(session, kind, only_here),
        "nowhere": NOWHERE,
    }
    for subject, public_id in examples.items():
        yield from _others(session, app, rule, methods, {names[0]: public_id}, (kind, subject))


def _others(
    session: Session,
    app: Flask,
    rule: Rule,
    methods: tuple[str, ...],
    known: Mapping[str, str],
    about: tuple[str, str],
) -> Iterator[Visit]:
    """Fill in what else is in the address: one visit per combination of values."""
    kind, subject = about
    rest = sorted(rule.arguments - known.keys())
    values = [
        _enough(name, about, _values(session, rule, name, known.get("public_id", "")))
        for name in rest
    ]
    for chosen in product(*values):
        arguments = {**known, **dict(zip(rest, chosen, strict=True))}
        path = app.url_map.bind("").build(rule.endpoint, arguments, method=methods[0])
        yield Visit(rule.endpoint, methods, path, subject, kind, arguments.get("part", ""))


# Every part is written of these calls only; of the others the rule is the same for all parts.
WRITTEN = {("call", "draft"), ("call", "open")}


def _enough(name: str, about: tuple[str, str], values: Sequence[str]) -> Sequence[str]:
    """Leave one part of a call of which nothing is written."""
    is_shut = name == "part" and about[0] == "call" and about not in WRITTEN
    return values[:1] if is_shut else values


def _values(session: Session, rule: Rule, name: str, public_id: str) -> Sequence[str]:
    fill = OTHER.get(name)
    if fill is None:
        raise LookupError(f"{rule.rule}: teach tests/nets/routes.py OTHER what <{name}> can be")
    return fill(session, rule, public_id)


# Pages of the account of a partner: the call of the demo pays to the lead, who comes first.
OF_THE_LEAD = ("applications.account", "applications.edit_account", "applications.account_letter")


def _partners(session: Session, rule: Rule, public_id: str) -> Sequence[str]:
    """Return the last partner of the file: never the lead, unless the page is about its account."""
    of_the_lead = rule.endpoint in OF_THE_LEAD
    query = (
        select(Partner.public_id)
        .join(Application, Application.id == Partner.application_id)
        .where(Application.public_id == public_id)
        .order_by(Partner.id if of_the_lead else Partner.id.desc())
        .limit(1)
    )
    return list(session.scalars(query)) or [NOWHERE]


def _realisations(session: Session, _rule: Rule, public_id: str) -> Sequence[str]:
    query = (
        select(Realisation.public_id)
        .join(Application, Application.id == Realisation.application_id)
        .where(Application.public_id == public_id)
        .order_by(Realisation.id)
        .limit(1)
    )
    return list(session.scalars(query)) or [NOWHERE]


def _attachments(session: Session, rule: Rule, public_id: str) -> Sequence[str]:
    """Return the first file that an application, or the application of a review, encloses."""
    query = (
        select(Attachment.public_id)
        .join(Application, Application.id == Attachment.application_id)
        .order_by(Attachment.id)
        .limit(1)
    )
    if rule.endpoint == "applications.completion_file":
        query = query.where(Attachment.question.startswith(OF_POINT))
    if rule.endpoint.startswith("scoring."):
        query = query.join(Review, Review.application_id == Application.id)
        return list(session.scalars(query.where(Review.public_id == public_id))) or [NOWHERE]
    return list(session.scalars(query.where(Application.public_id == public_id))) or [NOWHERE]


def _parts(_session: Session, rule: Rule, _public_id: str) -> Sequence[str]:
    known = {
        "applications.section": tuple(frame.PARTS.values()),
        "applications.versions": ("project",),  # one of them: the rule is the same for all
        "applications.restore": ("project",),
        "applications.present": ("project",),
    }
    return known.get(rule.endpoint) or tuple(editing.PARTS)


def _questions(session: Session, _rule: Rule, public_id: str) -> Sequence[str]:
    """Return the last question of a call: nothing waits for it."""
    draft = session.scalar(select(Call.draft).where(Call.public_id == public_id)) or {}
    keys = [each["sleutel"] for each in draft.get("formulier", {}).get("vragen", ())]
    return keys[-1:] or [NOWHERE]


def _voices(session: Session, _rule: Rule, public_id: str) -> Sequence[str]:
    """Return the first organisation that reacted to the draft of a call."""
    query = (
        select(Voice.public_id)
        .join(Consultation, Consultation.id == Voice.consultation_id)
        .join(Call, Call.id == Consultation.call_id)
        .where(Call.public_id == public_id)
        .order_by(Voice.id)
        .limit(1)
    )
    return list(session.scalars(query)) or [NOWHERE]


def _readers(session: Session, _rule: Rule, _public_id: str) -> Sequence[str]:
    """Return somebody of Aalst who only reads."""
    return list(session.scalars(select(Person.public_id).where(Person.email == email("reader"))))


def _tokens(session: Session, _rule: Rule, _public_id: str) -> Sequence[str]:
    """Return what stands in the last mail with a link of its own: an invitation of Horebeke."""
    query = select(OutboxMessage.mail_path).where(OutboxMessage.mail_path != "")
    path = session.scalars(query.order_by(OutboxMessage.id.desc()).limit(1)).one()
    return [path.rsplit("/", 1)[-1]]


OTHER: Mapping[str, Callable[[Session, Rule, str], Sequence[str]]] = {
    "partner": _partners,
    "realisation": _realisations,
    "attachment": _attachments,
    "part": _parts,
    "voice": _voices,
    "question": _questions,
    "token": _tokens,
    "person": _readers,
    "version": lambda *_: [asset("app.css").split("/")[-2]],
    "name": lambda *_: ["app.css"],
}
