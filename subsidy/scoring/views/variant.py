"""A variant of the selection on a page: typed, computed at once, compared; nothing is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.language import hundredths, money, number, percent, words
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain.variant import Sum, Wish, weight_place
from subsidy.scoring.forms import VariantForm, variant_form
from subsidy.scoring.models import SelectionRun
from subsidy.scoring.views.blueprint import bp
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db, undo

NO_LIMIT, NO_THRESHOLD, NOBODY_OUT = N_("no limit"), N_("no threshold"), N_("nobody")


@bp.route("/oproepen/<public_id>/rangschikking/variant", methods=["GET", "POST"])
@permit(Action.TRY_SELECTION, load=calls.call)
def variant(call: Call) -> ResponseReturnValue:
    run = queries.latest_run(db(), call.id)
    reason = service.no_variant(db(), call, run)
    deviations = queries.confirmed(db(), [run])[run.id] if run is not None else ()
    form = _form(call, run)
    found = None
    if form.accepted():
        try:
            found = _computed(call, form.to_input())
        except RefusedError as refused:
            form.show(refused)
    shown = _shown(call, run, found) if run is not None and found is not None else {}
    shown = {"found": None, **shown, "call": call, "run": run, "form": form, "reason": reason}
    shown["deviations"] = deviations
    return render_template("scoring/variant.html", **shown), form.status


def _form(call: Call, run: SelectionRun | None) -> VariantForm:
    if run is None:
        return filled(VariantForm)
    regulation = call.versions[-1].regulation
    selected = service.as_selected(run, regulation)
    weights = {weight_place(key): weight for key, weight in selected.weights.items()}
    return filled(variant_form(regulation.criteria, service.jurors_of(run)), selected, **weights)


def _computed(call: Call, wish: Wish) -> service.Variant:
    """Let nobody wait for the database while the selection is made once more."""
    asked = service.ask_variant(db(), call, wish)
    undo()
    found = service.compute_variant(asked)
    service.note_variant(db(), actor(), call, wish)
    return found


# The comparison -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of the comparison: the selection, the variant, and what lies between."""

    label: Text | str
    before: str
    after: str
    between: str = ""

    @property
    def differs(self) -> bool:
        return self.before != self.after


def _shown(call: Call, run: SelectionRun, found: service.Variant) -> dict[str, Any]:
    return {
        "found": found,
        "rules": list(_rules(call, run, found.wish)),
        "sums": list(_sums(found.before, found.after)),
        "selection": found.selection,
        "made_by": None,
    }


def _rules(call: Call, run: SelectionRun, wish: Wish) -> Iterator[Beside]:
    regulation = call.versions[-1].regulation
    was = service.as_selected(run, regulation)
    yield Beside(Text("Envelope"), money(was.envelope), money(wish.envelope))
    yield Beside(Text("Threshold"), _points(was.threshold), _points(wish.threshold))
    yield Beside(Text("Projects, at most"), _limit(was.max_projects), _limit(wish.max_projects))
    yield Beside(
        Text("Projects per lead partner, at most"),
        _limit(was.max_per_lead),
        _limit(wish.max_per_lead),
    )
    for each in regulation.criteria:
        label = Text("Weight of “%(criterion)s”", criterion=each.name)
        yield Beside(label, percent(was.weights[each.key]), percent(wish.weights[each.key]))
    yield Beside(Text("Marks left out of"), words(NOBODY_OUT), wish.without or words(NOBODY_OUT))


def _points(threshold: int | None) -> str:
    return words(NO_THRESHOLD) if threshold is None else hundredths(threshold)


def _limit(most: int | None) -> str:
    return words(NO_LIMIT) if most is None else number(most)


def _sums(before: Sum, after: Sum) -> Iterator[Beside]:
    funded = after.funded - before.funded
    merit = after.merit - before.merit
    yield Beside(
        Text("Files that are funded"),
        number(before.funded),
        number(after.funded),
        _signed(funded, number(abs(funded))),
    )
    for label, one, other in (
        (Text("Awarded"), before.spent, after.spent),
        (Text("Left in the envelope"), before.left, after.left),
    ):
        more = other - one
        yield Beside(label, money(one), money(other), _signed(more.cents, money(_size(more))))
    yield Beside(
        Text("Points of the funded files together"),
        hundredths(before.merit),
        hundredths(after.merit),
        _signed(merit, hundredths(abs(merit))),
    )


def _size(amount: Money) -> Money:
    return Money(abs(amount.cents))


def _signed(value: int, size: str) -> str:
    """Write a difference so that nobody reads a loss as a gain."""
    sign = "+" if value > 0 else "\N{MINUS SIGN}"
    return f"{sign} {size}" if value else "="
