"""Production starts with safe settings only, and says everything that is unsafe at once."""

from pathlib import Path

import pytest

from subsidy.config import from_environment

SAFE = {
    "SUBSIDY_DATABASE_URL": "postgresql+psycopg://app@database/subsidy",
    "SUBSIDY_SECRET_KEY": "3f9a0c5d7e1b2648a0f1c3d5e7b9a2c4",
    "SUBSIDY_ORIGIN": "https://relanceloket.example",
    "SUBSIDY_HOSTS": "relanceloket.example",
    "SUBSIDY_CONTACT_EMAIL": "loket@vlaanderen.example",
    "SUBSIDY_ATTACHMENTS": str(Path(__file__).parent),
}


def refused(**changes: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        from_environment({**SAFE, **changes})
    assert stopped.value.code  # a text: printed, and exit code 1
    return str(stopped.value.code)


def test_safe_settings_start_without_a_demo_and_with_secure_cookies() -> None:
    settings = from_environment(SAFE)

    assert (settings.demo, settings.debug, settings.secure_cookies) == (False, False, True)


def test_attachments_are_kept_in_a_folder_or_in_a_bucket() -> None:
    bucket = "s3://bijlagen/2026"

    assert from_environment({**SAFE, "SUBSIDY_ATTACHMENTS": bucket}).attachments == bucket


@pytest.mark.parametrize("off", ["", "0", "false", "off"])
def test_a_switch_that_is_off_does_not_matter(off: str) -> None:
    assert not from_environment({**SAFE, "SUBSIDY_DEMO": off, "FLASK_DEBUG": off}).demo


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUBSIDY_DATABASE_URL", ""),
        ("SUBSIDY_DATABASE_URL", "sqlite:///var/relanceloket.sqlite"),
        ("SUBSIDY_SECRET_KEY", ""),
        ("SUBSIDY_SECRET_KEY", "kort"),
        ("SUBSIDY_SECRET_KEY", "a" * 64),
        ("SUBSIDY_DEMO", "1"),
        ("SUBSIDY_DEMO", "true"),
        ("SUBSIDY_DEMO", "yes"),
        ("FLASK_DEBUG", "1"),
        ("SUBSIDY_ORIGIN", ""),
        ("SUBSIDY_ORIGIN", "http://relanceloket.example"),
        ("SUBSIDY_HOSTS", ""),
        ("SUBSIDY_CONTACT_EMAIL", ""),
        ("SUBSIDY_CONTACT_EMAIL", "02 555 01 23"),
        ("SUBSIDY_ATTACHMENTS", ""),
        ("SUBSIDY_ATTACHMENTS", "/no/such/folder"),
        ("SUBSIDY_CLAMD", "localhost:3310"),
    ],
)
def test_one_unsafe_setting_stops_the_start_and_is_named(name: str, value: str) -> None:
    assert name in refused(**{name: value})


def test_every_unsafe_setting_is_named_at_once() -> None:
    said = refused(**dict.fromkeys(SAFE, ""), SUBSIDY_DEMO="1", FLASK_DEBUG="1")

    assert all(name in said for name in (*SAFE, "SUBSIDY_DEMO", "FLASK_DEBUG"))
