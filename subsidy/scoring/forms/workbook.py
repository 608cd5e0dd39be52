"""The workbook with score sheets that a juror sends back, and what of it is taken over."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, longest

LONGEST_CHANGES = 1_000_000  # a hundred files with long texts


class ScoreBookForm(BaseForm):
    """First a workbook, then the changes that were shown: as text, ``changes``."""

    bestand = FileField(N_("Workbook with your marks"))
    changes = HiddenField(validators=[longest(LONGEST_CHANGES)])

    def content(self) -> bytes | None:
        """Return the workbook; None when none was chosen."""
        chosen: Any = self.bestand.data
        if not isinstance(chosen, FileStorage) or not chosen.filename:
            return None
        content: bytes = chosen.read()
        return content
