"""A programme of a chosen size: two calls and their people by the services, the rest as copies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import psycopg
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.applications import queries as application_queries
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import Application
from subsidy.budget.models import Line
from subsidy.calls.models import Call
from subsidy.core import clock
from subsidy.demo import calendar, dossiers, jury, people, programme
from subsidy.demo.people import Company
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor, Role
from subsidy.rehearsal import service as rehearsal
from subsidy.scoring import queries as scoring_queries
from subsidy.scoring import service as scoring
from subsidy.scoring.domain.marks import Mark
from subsidy.scoring.models import Juror
from tools.bench.cloning import Change, Copier, Original, original

DAY = timedelta(days=1)
PILE = 50  # files per juror, whatever the size: more files need more jurors
REVIEWS = 3
OWN_DRAFTS = 2  # of the applicant whose pages are measured
SHAPES = tuple(each for each in jury.CONSORTIA if len(each.nis) == 4)[:5]  # noqa: PLR2004 - four partners
LARGE = 20_000  # inhabitants; a consortium needs somebody above it and somebody below


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: files of the closed call, drafts ready to be submitted in the open one."""

    applications: int
    drafts: int

    @property
    def jurors(self) -> int:
        return max(REVIEWS, -(-self.applications * REVIEWS // PILE))


@dataclass(frozen=True, slots=True)
class Group:
    """Four municipalities of one region, the lead first, with whoever acts for each."""

    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that can be submitted, and who can do it."""

    public_id: str
    person_id: int
    organisation_id: int


@dataclass(frozen=True, slots=True)
class DataSet:
    """What was made, by the names that the measures need."""

    size: Size
    officer_id: int
    open_call_id: int
    juror_people: tuple[int, ...]
    drafts: tuple[Draft, ...]


def build(engine: Engine, size: Size) -> DataSet:
    """Fill an empty, migrated database."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        company = people.hire(session)
        line = programme.found(session, company)
        groups = tuple(_groups(session, company))
        judged = _closed_call(session, company, line)
        seats = _seat(session, company, judged[0].call, size)
        _let_the_jury_work(session, company, judged, seats[:REVIEWS])
        writing, call = _open_call(session, company, line)
        shapes = [_shape(session, record) for record in (*judged, writing)]
        company_of = {str(m.id): str(p.id) for m, p in company.cast.members.values()}
    with psycopg.connect(_plain(engine)) as connection:
        sources = [original(connection, number, file) for number, file in shapes]
        copier = Copier(connection)
        casting = _Casting(groups, company_of, seats)
        for number in range(size.applications - len(judged)):
            copier.copy(sources[number % len(judged)], casting.file(sources, number))
        drafts = tuple(
            _copied_draft(copier, casting, sources[-1], number) for number in range(size.drafts)
        )
        copier.write()
    with psycopg.connect(_plain(engine), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return DataSet(
        size, company.cast.officer.id, call.id, tuple(seat.person_id for seat in seats), drafts
    )


def _plain(engine: Engine) -> str:
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


# People -------------------------------------------------------------------------------------------


def _groups(session: Session, company: Company) -> Iterator[Group]:
    """Let large and small municipalities of each region work together, as the rules ask."""
    regions: dict[str, list[Organisation]] = {}
    for each in company.municipalities.values():
        regions.setdefault(each.region or "", []).append(each)
    people.hire_members(session, company, company.municipalities)
    for _, found in sorted(regions.items()):
        by_size = sorted(found, key=lambda each: -(each.population or 0))
        half = len(by_size) // 2
        pairs = [*zip(by_size[:half], reversed(by_size[half:]), strict=False)]
        for (a, b), (c, d) in zip(pairs[::2], pairs[1::2], strict=False):
            if (a.population or 0) > LARGE >= (b.population or 0):
                members = [company.cast.members[each.nis or ""] for each in (a, b, c, d)]
                yield Group(tuple(m for m, _ in members), tuple(p for _, p in members))


@dataclass(frozen=True, slots=True)
class _Casting:
    """Who plays in a copy: another group of municipalities each time, other jurors each time."""

    groups: Sequence[Group]
    company: Mapping[str, str]
    seats: Sequence[Juror]

    def file(self, sources: Sequence[Original], number: int) -> Change:
        """Return what copy ``number`` of the closed call has of its own."""
        source = sources[number % (len(sources) - 1)]
        chosen = [self._juror(number, part) for part in range(REVIEWS)]
        return self._change(source, self.group(number), ("IED", number + 101), chosen)

    def draft(self, source: Original, number: int) -> Change:
        return self._change(source, self.writers(number), ("DIG", number + 101), ())

    def group(self, number: int) -> Group:
        return self.groups[number % len(self.groups)]

    def writers(self, number: int) -> Group:
        """Return who writes a draft: the first group two, whatever the size; the others all."""
        if number < OWN_DRAFTS:
            return self.groups[0]
        return self.groups[1 + number % (len(self.groups) - 1)]

    def _juror(self, number: int, part: int) -> Juror:
        return self.seats[(number + part * len(self.seats) // REVIEWS) % len(self.seats)]

    def _change(
        self, source: Original, group: Group, named: tuple[str, int], chosen: Sequence[Juror]
    ) -> Change:
        letters, number = named
        old = [str(row["organisation_id"]) for row in source.rows["partner"]]
        new = group.organisations
        seated = self.seats[:REVIEWS]
        played = {self.company[o]: str(p.id) for o, p in zip(old, group.people, strict=True)}
        judging = {str(s.person_id): str(j.person_id) for s, j in zip(seated, chosen, strict=False)}
        title = f"{source.rows['application'][0]['title']} {number}"
        return Change(
            number=f"{letters}-{number:05d}",
            title=title,
            people=played | judging,
            organisations={o: str(n.id) for o, n in zip(old, new, strict=True)},
            jurors={str(s.id): str(j.id) for s, j in zip(seated, chosen, strict=False)},
            bodies=dict(zip(source.bodies, map(_body, new), strict=True)),
        )


def _body(organisation: Organisation) -> Mapping[str, object]:
    """Return what a frozen file says of an organisation."""
    return {
        "organisation_id": organisation.public_id,
        "name": organisation.name,
        "nis": organisation.nis,
        "kbo": organisation.kbo,
        "municipality": plain(application_queries.municipality(organisation)),
    }


# The closed call ----------------------------------------------------------------------------------


def _closed_call(session: Session, company: Company, line: Line) -> Sequence[Application]:
    """Let five consortia submit and be admitted; return their files."""
    regulation = programme.projects()
    at = calendar.PROJECT_CLOSES - DAY
    whole = dossiers.rehearsal(company, regulation, dict.fromkeys(SHAPES, at))
    call, turned = rehearsal.play_applications(session, company.cast, line, whole)
    if turned:
        raise RuntimeError(f"the files of the data set are refused: {turned}")
    return rehearsal.admit_all(
        session, company.cast.officer_at(calendar.PROJECT_CLOSES + 7 * DAY), call
    )


def _seat(session: Session, company: Company, call: Call, size: Size) -> Sequence[Juror]:
    officer = company.cast.officer_at(calendar.PROJECT_CLOSES + DAY)
    employer = company.person(people.JUROR).employer
    for number in range(1, size.jurors + 1):
        person = accounts.create_person(
            session, f"jurylid.{number}@jury.example", f"Jurylid {number}", employer=employer
        )
        scoring.seat(session, officer, call, person)
    return scoring_queries.jurors(session, call.id)


def _let_the_jury_work(
    session: Session, company: Company, records: Sequence[Application], seats: Sequence[Juror]
) -> None:
    """Two jurors handed their marks in; the third is halfway."""
    officer = company.cast.officer_at(calendar.PROJECT_CLOSES + 8 * DAY)
    pairs = [(seat, record) for record in records for seat in seats]
    for number, given in enumerate(scoring.assign_all(session, officer, pairs)):
        review = scoring_queries.review(session, given.public_id)
        if review is None:
            raise LookupError(given.public_id)
        actor = Actor(review.juror.person_id, jury.REVIEWED, frozenset({Role.JUROR}))
        scoring.declare_none(session, actor, review)
        marks = tuple(
            Mark(one.key, 5 + number % 4, one.levels[5 + number % 4])
            for one in review.application.regulation_version.regulation.criteria
        )
        if number % REVIEWS == REVIEWS - 1:
            some = scoring.Marks(marks[:3], review.version)
            scoring.save_marks(session, actor, review, some)
        else:
            scoring.submit_marks(session, actor, review, scoring.Marks(marks, review.version))


# The open call ------------------------------------------------------------------------------------


def _open_call(session: Session, company: Company, line: Line) -> tuple[Application, Call]:
    """Publish a call that is open now, with one file that only waits for its submission."""
    now = clock.now()
    regulation = replace(
        programme.points(),
        opens_at=now - 20 * DAY,
        closes_at=now + 20 * DAY,
        pays_to=None,  # no letters of mayors are copied two thousand times
    )
    consortium = replace(SHAPES[0], number="DIG-00001", title="Digibuddy's op elk plein")
    whole = dossiers.rehearsal(company, regulation, {consortium: now - DAY})
    call = programme.publish(session, company, line, regulation)
    row = whole.applications[0]
    record = rehearsal.write_application(session, company.cast, call, whole, row)
    rehearsal.sign_all(session, company.cast, record, whole.partners, row)
    return record, call


def _copied_draft(copier: Copier, casting: _Casting, source: Original, number: int) -> Draft:
    group = casting.writers(number)
    public_id = copier.copy(source, casting.draft(source, number))
    return Draft(public_id, group.people[0].id, group.organisations[0].id)


def _shape(session: Session, record: Application) -> tuple[int, CaseFile]:
    return record.id, application_queries.case_file(application_queries.whole(session, record))
