"""Why an assignment does not exist: the minimum cut of the flow names the files or the jurors.

By max-flow min-cut a set of files then needs more places than the jurors who can judge them have;
or, the other way around, a set of jurors must get more files than there are places for them. That
it is always one of both is the linking theorem (Perfect 1968; Pym 1969).
"""

from dataclasses import dataclass, replace

import numpy as np

from subsidy.core.text import Text, plural
from subsidy.scoring.domain import network
from subsidy.scoring.domain.network import Problem


@dataclass(frozen=True, slots=True)
class Shortage:
    """A set of files and a set of jurors (places in the arrays), and the numbers that clash.

    ``of_jurors``: ``files`` need ``needed`` places and ``jurors``, all who can judge them, have
    ``places``. Otherwise ``jurors`` must get ``needed`` files and ``files``, all they can judge,
    have ``places`` for them.
    """

    of_jurors: bool
    files: tuple[int, ...]
    jurors: tuple[int, ...]
    needed: int
    places: int

    @property
    def sentence(self) -> Text:
        parts = self._of_jurors() if self.of_jurors else self._of_files()
        return Text("%(need)s %(supply)s", need=parts[0], supply=parts[1])

    def _of_jurors(self) -> tuple[Text, Text]:
        need = plural(
            "This file needs %(needed)s places with jurors.",
            "These %(n)s files together need %(needed)s places with jurors.",
            len(self.files),
            needed=self.needed,
        )
        if not self.jurors:
            return need, Text("No juror can still judge this.")
        supply = plural(
            "Only one juror can still judge this, good for %(places)s.",
            "Only %(n)s jurors can still judge this, together good for %(places)s.",
            len(self.jurors),
            places=self.places,
        )
        return need, supply

    def _of_files(self) -> tuple[Text, Text]:
        need = plural(
            "This juror must get at least %(needed)s files.",
            "These %(n)s jurors together must get at least %(needed)s files.",
            len(self.jurors),
            needed=self.needed,
        )
        return need, plural(
            "There is only one place for that, in the files that can still be judged.",
            "There are only %(n)s places for that, in the files that can still be judged.",
            self.places,
        )


class Infeasible(Exception):  # noqa: N818 - the word that the issue and the mathematics use
    """No assignment exists; ``shortage`` says why, ``sentence`` in words for the officer."""

    def __init__(self, shortage: Shortage) -> None:
        super().__init__(str(shortage.sentence))
        self.shortage = shortage

    @property
    def sentence(self) -> Text:
        return self.shortage.sentence

    @property
    def files(self) -> tuple[int, ...]:
        return self.shortage.files

    @property
    def jurors(self) -> tuple[int, ...]:
        return self.shortage.jurors


def shortage(problem: Problem) -> Shortage:
    """Return why ``problem`` has no assignment. Raises ``ValueError`` when it has one."""
    found = _of_jurors(problem) or _of_files(problem)
    if found is None:
        raise ValueError("this assignment exists")
    return found


def _of_jurors(problem: Problem) -> Shortage | None:
    """Return the smallest set of files for which there are too few places."""
    free = replace(problem, low=np.zeros_like(problem.low), burden=problem.burden[:, :0])
    solver = network.highest_flow(network.build(free))
    needed, flow = int(problem.demand.sum()), solver.optimal_flow()
    if flow == needed:
        return None
    cut = np.isin(network.file_nodes(problem), solver.get_sink_side_min_cut())
    jurors = (problem.open[:, cut].any(axis=1)) & (problem.high > 0)
    short = int(problem.demand[cut].sum())
    return Shortage(True, _places(cut), _places(jurors), short, short - (needed - flow))


def _of_files(problem: Problem) -> Shortage | None:
    """Return the smallest set of jurors for whom there are too few files."""
    least = replace(problem, high=problem.low, burden=problem.burden[:, :0])
    solver = network.highest_flow(network.build(least))
    needed, flow = int(problem.low.sum()), solver.optimal_flow()
    if flow == needed:
        return None
    cut = np.isin(network.juror_nodes(problem), solver.get_source_side_min_cut())
    files = (problem.open[cut, :].any(axis=0)) & (problem.demand > 0)
    short = int(problem.low[cut].sum())
    return Shortage(False, _places(files), _places(cut), short, short - (needed - flow))


def _places(chosen: network.Bools) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(chosen))
