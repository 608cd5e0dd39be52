"""How the album is filled: every address by everybody, every form refused, everything attacked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from subsidy.accounts.service import DEMO_PASSWORD
from subsidy.cli import database
from subsidy.db import make_engine
from subsidy.demo import people
from subsidy.web.errors import PAGES, WITH_NAVIGATION
from tests.nets import stage
from tests.nets.crawl import album as albums
from tests.nets.crawl import hostile
from tests.nets.crawl.album import OK, REFUSED, Album, Shot
from tests.nets.doors import opens
from tests.nets.forms.finding import FILES, shape
from tests.nets.forms.judging import post
from tests.nets.forms.reading import ReadForm, forms
from tests.nets.routes import Visit, visits
from tests.nets.viewers import VIEWERS, enter
from tests.nets.world import World, copied, opened, stopped_clock

LAYOUT = frozenset({"static", "files.static"})
ENOUGH = 2  # viewers who were let in; `long` asks everybody
# Together they are let in everywhere; `long` takes everybody.
FEW = (
    *("visitor", "signatory", "two towns", "juror", "torn juror", "chair"),
    *("case officer", "budget officer", "decision maker", "auditor"),
)
ASKED_TO_SIGN_IN = frozenset({"visitor", "disabled"})  # instead of being refused
MEMBERS = frozenset({"two towns"})  # made with the applications, which an empty world has not


def collected(world_file: Path, folder: Path, *, everybody: bool = False) -> Album:
    """Return shots of the whole world: every place of every page is on one."""
    names, enough = (tuple(VIEWERS), len(VIEWERS)) if everybody else (FEW, ENOUGH)
    album = Album(wholes=everybody)
    with opened(copied(world_file, folder, "crawled")) as world, _noted(world.app, album):
        browsers = {name: enter(world, name) for name in names}
        _visit(world, album, browsers, enough)
        _refuse(world, album)
        _errors(world, album)
        album.collect_files(browsers["visitor"])
    _visit_empty(album, folder, names)
    with opened(copied(world_file, folder, "attacked")) as world:
        _visit_attacked(world, album)
    return album


def addresses(world: World) -> list[Visit]:
    """Return every address that can be opened and is no file."""
    found = [visit for visit in visits(world) if "GET" in visit.methods]
    return [each for each in found if each.endpoint not in LAYOUT]


@contextmanager
def _noted(app: Flask, album: Album) -> Iterator[None]:
    def note(_app: Flask, template: object, **_: object) -> None:
        album.templates.add(str(getattr(template, "name", "")))

    with template_rendered.connected_to(note, app):
        yield


def _visit(world: World, album: Album, browsers: Mapping[str, FlaskClient], enough: int) -> None:
    """Open each address as who is welcome, until enough have seen it; one refusal is a page too."""
    for visit in addresses(world):
        welcome = [name for name in browsers if opens(visit, name)]
        let_in = 0
        for name in welcome:
            if let_in < enough:
                let_in += _open(album, browsers[name], name, visit)
        refused = [each for each in browsers if each not in {*welcome, *ASKED_TO_SIGN_IN}]
        for name in refused[-1:]:
            _open(album, browsers[name], name, visit)


def _open(album: Album, browser: FlaskClient, name: str, visit: Visit) -> bool:
    answer = browser.get(visit.path)
    if answer.status_code == OK:
        album.answered.add(visit.endpoint)
        if albums.is_page(answer):
            album.pages.add(visit.endpoint)
    if albums.is_page(answer):
        album.add(albums.shot_of(answer, name, visit.endpoint, "filled"))
    return answer.status_code == OK


# Refused forms -----------------------------------------------------------------------------------


def _refuse(world: World, album: Album) -> None:
    """Send every form of the shots empty, and with an attack in each field."""
    done: set[str] = set()
    for shot in album.of("filled"):
        for form in forms(shot.body, shot.path):
            key = f"{shot.endpoint} {shape(world, form)}" if form.method == "POST" else ""
            if key and key not in done:
                done.add(key)
                _send(world, album, shot, form)
    _act_unknown(world, album)
    _act_with_text(world, album)


def _send(world: World, album: Album, shot: Shot, form: ReadForm) -> None:
    for typed in ("", hostile.ATTACK):
        body = [
            (asked.name, typed if asked.is_typed else value)
            for asked in form.asked
            for value in (asked.value if typed or asked.kind == "hidden" else ("",))
        ]
        browser = enter(world, shot.viewer)  # of its own: one of the forms signs out
        with world.undone():
            answer = post(browser, form, body)
        if answer.status_code >= REFUSED and albums.is_page(answer):
            album.add(albums.shot_of(answer, shot.viewer, shot.endpoint, "refused"))


def _act_unknown(world: World, album: Album) -> None:
    """Send a form of somebody as nobody: who was signed out meanwhile meets this page."""
    sent = next(shot for shot in album.of("refused") if shot.viewer != "visitor")
    answer = enter(world, "visitor").post(sent.path)
    album.add(albums.shot_of(answer, "visitor", sent.endpoint, "refused"))


def _act_with_text(world: World, album: Album) -> None:
    """Send a text as nobody and sign in with it: three pages carry it along."""
    sent = next(shot for shot in album.of("refused") if shot.endpoint == "applications.section")
    browser, text = enter(world, "visitor"), "Een tekst die nergens bewaard is."
    carried = {"typed.summary": text}
    known = {"email": "an.peeters@aalst.example", "password": DEMO_PASSWORD}
    door = f"/aanmelden?next={sent.path}"
    with world.undone():
        answers = [
            browser.post(sent.path, data={"summary": text}),
            browser.post(door, data=carried),
            browser.post(door, data=carried | known),
        ]
    for answer in answers:
        album.add(albums.shot_of(answer, "visitor", "accounts.sign_in", "error"))


# Pages of errors, and worlds without and with too much text --------------------------------------


def _errors(world: World, album: Album) -> None:
    """Add every page of an error that needs no database; the others are met on the way."""
    headers = album.shots[0].headers
    for code in sorted(PAGES - WITH_NAVIGATION):
        with world.app.test_request_context("/"):
            body = world.app.jinja_env.get_template(f"errors/{code}.html").render()
        album.templates.add(f"errors/{code}.html")
        album.add(Shot("visitor", f"errors/{code}", "/", "error", code, headers, body))


def _visit_empty(album: Album, folder: Path, names: Sequence[str]) -> None:
    """Open every address without a record in it, where there are people and nothing else."""
    with opened(_empty(folder)) as world:
        rules = [rule for rule in world.app.url_map.iter_rules() if not rule.arguments]
        found = [rule for rule in rules if "GET" in (rule.methods or ())]
        for name in sorted(set(names) - MEMBERS):
            browser = enter(world, name)
            for rule in found:
                answer = browser.get(rule.rule) if not rule.rule.endswith(FILES) else None
                if answer is not None and albums.is_page(answer):
                    album.add(albums.shot_of(answer, name, rule.endpoint, "empty"))


def _empty(folder: Path) -> Path:
    file = folder / "empty.sqlite"
    engine = make_engine(f"sqlite:///{file}")
    with stopped_clock():
        database.prepare(engine, f"sqlite:///{file}")
        with Session(engine, expire_on_commit=False) as session, session.begin():
            people.hire(session)
            stage.hire(session)
    engine.dispose()
    return file


def _visit_attacked(world: World, album: Album) -> None:
    """Open every shot again where everything that people typed is an attack."""
    shots = album.of("filled")
    browsers = {name: enter(world, name) for name in {shot.viewer for shot in shots}}
    world.app.testing = False  # a crash is an answer, as it is for a person
    with world.engine.begin() as connection:
        hostile.attack(connection)
    for shot in shots:
        answer = browsers[shot.viewer].get(shot.path)
        if albums.is_page(answer) and answer.status_code == shot.status:
            album.add(albums.shot_of(answer, shot.viewer, shot.endpoint, "hostile"))
        else:
            album.broken.append(f"hostile: {shot.path}: {answer.status_code}")
