"""The hearing about one file, for an agenda program."""

from urllib.parse import quote

from subsidy.core.text import Text
from subsidy.documents import calendar
from subsidy.language import words
from subsidy.scoring.queries import Planned


def hearing_calendar(planned: Planned, url: str) -> bytes:
    """Return one event. Who kept it before and opens a newer file sees it move, not twice.

    ``url``: the page where the reader finds it.
    """
    file, slot = planned.application, planned.slot
    event = calendar.Moment(
        uid=f"{quote(file.number, safe='')}-hoorzitting@relanceloket",
        at=slot.starts_at,
        ends_at=slot.ends_at,
        place=slot.place,
        summary=words(Text("Hearing about %(number)s", number=file.number)),
        description=words(Text("The jury hears the applicants of “%(title)s”.", title=file.title)),
        url=url,
        changed_at=planned.changed_at,
        sequence=planned.times,
    )
    return calendar.calendar([event], planned.changed_at)
