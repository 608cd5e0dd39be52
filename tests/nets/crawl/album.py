"""Which pages are opened: so many that every place anybody meets is on one, as it was answered.

The answers come from the test client, which is cheap; the browser gets the very same bytes and
headers. One file holds all of it, so that parallel test processes collect only once.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.nets.crawl.structure import parts, places
from tests.nets.forms.reading import tree

OK, REFUSED, WITH_FAULTS = 200, 400, 422
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Shot:
    """One page as it was answered. ``state``: filled, empty, refused, hostile or error."""

    viewer: str
    endpoint: str
    path: str
    state: str
    status: int
    headers: dict[str, str]
    body: str

    @property
    def name(self) -> str:
        return f"{self.state}: {self.viewer} {self.path} ({self.status})"


@dataclass(slots=True)
class Album:
    """The shots, what they need to be shown, and what was covered.

    ``wholes``: keep a page also when each place on it is known, but not all of them together.
    """

    shots: list[Shot] = field(default_factory=list)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    answers: int = 0
    answered: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    wholes: bool = False

    @property
    def folded(self) -> int:
        return self.answers - len(self.shots)

    def add(self, shot: Shot) -> bool:
        """Keep a shot when something on it, or its address, was not met yet in this state."""
        self.answers += 1
        kind = "hostile" if shot.state == "hostile" else "as it is"
        split = parts if self.wholes else places
        told = {f"{kind} {part}" for part in split(shot.body)}
        is_open = shot.status in {OK, WITH_FAULTS}  # a closed door is the same everywhere
        if is_open or shot.state == "error":
            told.add(f"{shot.state} {shot.endpoint}")
        if told <= self.known:
            return False
        self.known |= told
        self.shots.append(shot)
        return True

    def collect_files(self, client: FlaskClient) -> None:
        """Fetch the stylesheet, script and pictures that the shots ask for."""
        for path in sorted({path for shot in self.shots for path in _asked(shot.body)}):
            answer = client.get(path)
            self.files[path] = (answer.mimetype or "", answer.text)
            answer.close()  # or the file stays open

    def of(self, *states: str) -> list[Shot]:
        return [shot for shot in self.shots if shot.state in states]

    def first_of_each(self, *states: str) -> list[Shot]:
        """Return one opened shot per address of the application, of these states or of any."""
        among = self.of(*states) if states else self.shots
        opened = [shot for shot in among if shot.status == OK]
        return list({shot.endpoint: shot for shot in reversed(opened)}.values())


def is_page(answer: TestResponse) -> bool:
    return answer.mimetype == HTML and not answer.location


def shot_of(answer: TestResponse, viewer: str, endpoint: str, state: str) -> Shot:
    unsent = {"content-length", "set-cookie", "content-encoding"}
    headers = {name: value for name, value in answer.headers if name.lower() not in unsent}
    path = answer.request.path
    return Shot(viewer, endpoint, path, state, answer.status_code, headers, answer.text)


def _asked(body: str) -> Iterator[str]:
    page = tree(body)
    for path in page.xpath("//link/@href | //script/@src | //img/@src"):
        if path.startswith("/"):
            yield str(path)


def kept(file: Path, album: Album) -> None:
    data = asdict(album)
    data = {key: sorted(value) if isinstance(value, set) else value for key, value in data.items()}
    file.write_text(json.dumps(data))


def read(file: Path) -> Album:
    data = json.loads(file.read_text())
    return Album(
        [Shot(**shot) for shot in data["shots"]],
        {path: (kind, text) for path, (kind, text) in data["files"].items()},
        data["answers"],
        set(data["answered"]),
        set(data["pages"]),
        set(data["templates"]),
        data["broken"],
        set(data["known"]),
        data["wholes"],
    )
