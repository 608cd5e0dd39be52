"""What a browser hears that saves marks by itself: data instead of a page (ADR 17)."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from subsidy.core.text import Text
from subsidy.language import words
from subsidy.scoring.forms import MarksForm
from subsidy.scoring.models import Review


def saved_itself(review: Review) -> ResponseReturnValue:
    said = Text("Saved on %(at)s. Not handed in yet.", at=review.saved_at)
    return jsonify(version=review.version, said=words(said), others="")


def not_saved(form: MarksForm) -> ResponseReturnValue:
    """Say why; what was typed stays where it is, on the screen."""
    reasons = [words(text) for texts in form.errors.values() for text in texts]
    said = " ".join([words(Text("Not saved.")), *reasons])
    return jsonify(conflict=form.conflict, said=said), 409 if form.conflict else 422
