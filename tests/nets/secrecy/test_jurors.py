"""Not one byte that an applicant gets holds who is in a jury: pages, workbooks, PDFs, messages."""

import re
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urljoin, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]  # ships no types
from pypdf import PdfReader
from sqlalchemy import select

from subsidy.accounts import service
from subsidy.accounts.models import Person, PersonMandate
from subsidy.awards.domain.decision import Status
from subsidy.awards.models import Decision
from subsidy.scoring.models import Juror
from tests.nets.viewers import enter
from tests.nets.world import REAL, World

FOLDED = ("/gemeenten/", "/demo", "/realisaties/")  # hundreds alike; anybody's sign-in of a demo


def names(world: World) -> dict[bytes, str]:
    """Return what tells who a juror is: name, address and identifiers."""
    with world.session() as session:
        rows = session.execute(
            select(Person.name, Person.email, Person.public_id, Juror.public_id).join(
                Juror, Juror.person_id == Person.id
            )
        ).all()
    return {value.lower().encode(): row[0] for row in rows for value in row}


def parts(body: bytes) -> Iterator[bytes]:
    """Return the text of a file, whatever it is: as it is, every part of a workbook, a PDF."""
    yield body
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as workbook:
            yield from (workbook.read(name) for name in workbook.namelist())
    if body.startswith(b"%PDF"):
        document = PdfReader(BytesIO(body))
        yield from (page.extract_text().replace("\n", " ").encode() for page in document.pages)
        yield repr(document.metadata).encode()


def everything(client: FlaskClient) -> dict[str, bytes]:
    """Follow every link from the start page; say each address with what it answered."""
    got: dict[str, bytes] = {}
    waiting = ["/", "/aanvragen", "/beslissingen", "/berichten", "/trekkingsrechten"]
    while waiting:
        path = waiting.pop()
        if path in got or path.startswith(FOLDED):
            continue
        answer = client.get(path)
        if answer.status_code >= 500:
            raise LookupError(f"{path} answers {answer.status_code}: nothing to read there")
        got[path] = answer.get_data() + repr(list(answer.headers)).encode()
        if answer.mimetype == "text/html" and answer.get_data():
            waiting.extend(_links(answer.get_data(), path))
    return got


def _links(page: bytes, path: str) -> Iterator[str]:
    for href in set(html.document_fromstring(page).xpath("//a/@href")):
        whole = urlsplit(urljoin(path, href))
        if not whole.netloc and whole.scheme == "":
            yield f"{whole.path}?{whole.query}" if whole.query else whole.path


def told(got: dict[str, bytes], secret: dict[bytes, str]) -> list[str]:
    any_of_them = re.compile(b"|".join(map(re.escape, secret)))
    return [
        f"{path} tells of {secret[value]}: {value.decode()}"
        for path, body in got.items()
        for value in sorted(
            {hit for part in parts(body) for hit in any_of_them.findall(part.lower())}
        )
    ]


def awarded(world: World) -> FlaskClient:
    """Return the browser of somebody whose town got an award with a letter."""
    with world.app.extensions["sessions"].begin() as session:
        person = session.scalars(
            select(Person)
            .join(PersonMandate, PersonMandate.person_id == Person.id)
            .join(Decision, Decision.lead_id == PersonMandate.organisation_id)
            .where(Decision.status == Status.APPROVED)
            .order_by(Decision.id)
            .limit(1)
        ).one()
        token = service.sign_in(session, person, REAL).get_id()
    client = world.app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


@pytest.mark.parametrize(
    "who",
    [
        pytest.param("visitor", marks=pytest.mark.wide),
        pytest.param("editor", marks=pytest.mark.wide),
        pytest.param("awarded", marks=pytest.mark.wide),
        pytest.param("two towns", marks=pytest.mark.long),
    ],
)
def test_no_applicant_gets_a_juror(
    module_world: World, who: str, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = names(module_world)
    client = awarded(module_world) if who == "awarded" else enter(module_world, who)
    got = everything(client)
    size = sum(map(len, got.values()))
    kinds = [sum(body.startswith(start) for body in got.values()) for start in (b"PK", b"%PDF")]
    covered = f"{len(got)} answers, {size} bytes, {kinds} workbooks and PDFs, {len(secret)} words"
    with capsys.disabled():
        print(f"  {who}: {covered}")  # noqa: T201 - what was covered

    assert told(got, secret) == []
    assert secret
    assert all(kinds)


def test_a_name_inside_a_workbook_is_caught() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as workbook:
        workbook.writestr("docProps/core.xml", "<dc:creator>Els Vermeulen</dc:creator>")

    assert told({"/x": file.getvalue()}, {b"els vermeulen": "Els"}) == [
        "/x tells of Els: els vermeulen"
    ]
