"""Settings, read once from the environment at start-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent
SHORTEST_SECRET = 32
FEWEST_CHARACTERS = 10  # different ones: a secret of one repeated letter is none


def data_folder(name: str) -> Path:
    """Return where ``templates``, ``static`` ... are: inside a wheel, or beside the package."""
    packed = PACKAGE / "_data" / name
    return packed if packed.exists() else PACKAGE.parent / name


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. ``demo`` allows demo sign-ins and a movable clock."""

    database_url: str
    secret_key: str
    demo: bool = False
    debug: bool = False
    origin: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    secure_cookies: bool = False
    smtp_url: str = ""
    contact_email: str = ""  # where people ask for help: the law wants one beside the statement
    contact_phone: str = ""
    attachments: str = ""  # a folder or s3://bucket; empty: nobody can enclose anything
    clamd: str = ""  # where ClamAV listens: tcp://host:3310 or unix:///path; empty: no scanner
    notices: str = ""  # a folder that the proxy serves when the application is down; empty: none


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read production settings. Raises ``SystemExit`` with every fault, in words, at once."""
    settings = Settings(
        database_url=environment.get("SUBSIDY_DATABASE_URL", ""),
        secret_key=environment.get("SUBSIDY_SECRET_KEY", ""),
        demo=_is_on(environment.get("SUBSIDY_DEMO", "")),
        debug=_is_on(environment.get("FLASK_DEBUG", "")),
        origin=environment.get("SUBSIDY_ORIGIN", ""),
        trusted_hosts=tuple(filter(None, environment.get("SUBSIDY_HOSTS", "").split(","))),
        secure_cookies=True,
        smtp_url=environment.get("SUBSIDY_SMTP_URL", ""),
        contact_email=environment.get("SUBSIDY_CONTACT_EMAIL", "").strip(),
        contact_phone=environment.get("SUBSIDY_CONTACT_PHONE", "").strip(),
        attachments=environment.get("SUBSIDY_ATTACHMENTS", "").strip(),
        clamd=environment.get("SUBSIDY_CLAMD", "").strip(),
        notices=environment.get("SUBSIDY_NOTICES", "").strip(),
    )
    faults = unsafe(settings)
    if faults:
        raise SystemExit("The settings are not safe for production:\n- " + "\n- ".join(faults))
    return settings


def _keeps(place: str) -> bool:
    """Return whether this can be a place for attachments."""
    return place.startswith("s3://") or (place != "" and Path(place).is_dir())


def _is_on(text: str) -> bool:
    """Return whether a switch is on; what is no clear "off" is on, so that it is refused."""
    return text.strip().lower() not in {"", "0", "false", "no", "off"}


def unsafe(settings: Settings) -> list[str]:
    """Return why these settings may not run in production; empty when they may."""
    secret = settings.secret_key
    too_short = len(secret) < SHORTEST_SECRET
    faults = {
        "SUBSIDY_DATABASE_URL must name a PostgreSQL database.": (
            not settings.database_url.startswith("postgresql")
        ),
        f"SUBSIDY_SECRET_KEY must have at least {SHORTEST_SECRET} characters.": too_short,
        "SUBSIDY_SECRET_KEY can be guessed: make it with a random generator.": (
            not too_short and len(set(secret)) < FEWEST_CHARACTERS
        ),
        "FLASK_DEBUG: debugging is not for production.": settings.debug,
        "SUBSIDY_DEMO: demo sign-ins and a movable clock are not for production.": settings.demo,
        "SUBSIDY_ORIGIN must be the https address that people use.": (
            not settings.origin.startswith("https://")
        ),
        "SUBSIDY_HOSTS must list the host names that this server answers to.": (
            not settings.trusted_hosts
        ),
        "SUBSIDY_CONTACT_EMAIL must be the address where people ask for help.": (
            "@" not in settings.contact_email
        ),
        "SUBSIDY_ATTACHMENTS must be a folder that exists, or a bucket: s3://name.": (
            not _keeps(settings.attachments)
        ),
        "SUBSIDY_CLAMD must begin with tcp:// or unix://, or be left out.": (
            settings.clamd != "" and not settings.clamd.startswith(("tcp://", "unix://"))
        ),
        "SUBSIDY_NOTICES must be a folder that exists, or be left out.": (
            settings.notices != "" and not Path(settings.notices).is_dir()
        ),
    }
    return [fault for fault, found in faults.items() if found]
