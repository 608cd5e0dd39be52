"""The limits of a selection and the reserve list in words, for whoever reads the call."""

from collections.abc import Iterator

from subsidy.calls.domain.regulation.content import Boundaries, Method, Regulation
from subsidy.core.text import Text, plural

CONSENSUS = Text("That mark, with its motivation, takes the place of the mean of the jurors.")
"""What counts where a jury agrees on a mark in a meeting, when the call says so."""


def worded_boundaries(boundaries: Boundaries) -> tuple[Text, ...]:
    """Return a sentence per limit that the call sets; none when it sets none."""
    return (*_most(boundaries), *_least(boundaries))


def worded_reserve_list(regulation: Regulation) -> tuple[Text, ...]:
    """Return how files move up when money returns; nothing when the call has no reserve list."""
    if regulation.reserve_list is None:
        return ()
    method = regulation.method
    return (
        Text("Files without a subsidy that reach every threshold wait in rank order."),
        Text(
            "When money returns, the next file gets all it asks, as soon as there is enough. "
            "No other file goes before it."
        ),
        Text("A file that another limit of the call keeps out stops the list.")
        if method is Method.STOP
        else Text("A file that another limit of the call keeps out is passed over."),
        *(
            (Text("When a minimum is no longer reached, files that bring it nearer go first."),)
            if method in {Method.QUOTA, Method.MERIT}
            else ()
        ),
    )


def _most(boundaries: Boundaries) -> Iterator[Text]:
    if boundaries.max_projects is not None:
        yield plural(
            "The call funds at most one project.",
            "The call funds at most %(n)s projects.",
            boundaries.max_projects,
        )
    if boundaries.max_per_lead is not None:
        yield plural(
            "It funds at most one project per lead partner.",
            "It funds at most %(n)s projects per lead partner.",
            boundaries.max_per_lead,
        )
    if boundaries.once_per_municipality:
        yield Text("A municipality takes part in at most one funded project, as lead or partner.")


def _least(boundaries: Boundaries) -> Iterator[Text]:
    if boundaries.region_projects is not None:
        yield plural(
            "At least one project spends money in every region from which a file can be funded.",
            "At least %(n)s projects spend money in every region, or all there are.",
            boundaries.region_projects,
        )
    if boundaries.region_amount is not None:
        yield Text(
            "Every region receives at least %(least)s, or all that its files ask.",
            least=boundaries.region_amount,
        )
    if boundaries.small_reached is not None:
        yield plural(
            "At least one municipality with fewer than %(below)s inhabitants takes part.",
            "At least %(n)s municipalities with fewer than %(below)s inhabitants take part.",
            boundaries.small_reached,
            below=boundaries.small_below or 0,
        )
