"""Which juror judges which file: from one JSON to another."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from subsidy.scoring.domain import affinity
from subsidy.scoring.domain.assignment import Assignment, Infeasible, Options, assign
from subsidy.scoring.domain.division import Division, Pair, Question
from subsidy.scoring.domain.network import Bools, Reals
from subsidy.scoring.domain.review_graph import strength

HUNDREDTHS = 100


def run(data: Mapping[str, Any], tell: Callable[[int, int], None]) -> Mapping[str, Any]:
    question = Question.from_data(data)
    tell(0, 2)
    suits = _affinity(question)
    tell(1, 2)
    try:
        made = _assigned(question, suits)
    except Infeasible as found:
        return _short(question, found).to_data()
    return _division(question, suits, made).to_data()


def _affinity(question: Question) -> Reals:
    """Return jurors x files; who asked for nothing has no bid."""
    experts, papers = question.experts, question.papers
    return affinity.affinity(
        affinity.areas(
            [dict.fromkeys(each.areas, 1.0) for each in experts],
            [dict.fromkeys(each.areas, 1.0) for each in papers],
        ),
        affinity.likeness([each.about for each in experts], [each.text for each in papers]),
        _bids(question),
    )


def _assigned(question: Question, suits: Reals) -> Assignment:
    wish = question.wish
    experts, papers = question.experts, question.papers
    options = Options(
        seed=question.seed,
        jurors=[each.id for each in experts],
        files=[each.id for each in papers],
        organisations=[each.organisation for each in experts] if wish.apart else None,
        begun=_places(question, question.begun),
        given=_places(question, question.given),
    )
    return assign(
        suits,
        _closed(question),
        np.full(len(papers), wish.need),
        np.array([each.least for each in experts], dtype=np.int64),
        np.array([each.most for each in experts], dtype=np.int64),
        wish.mode,
        options=options,
    )


def _bids(question: Question) -> Reals:
    table = np.full((len(question.experts), len(question.papers)), np.nan)
    rows = {each.id: place for place, each in enumerate(question.experts)}
    columns = {each.id: place for place, each in enumerate(question.papers)}
    for (juror, file), hundredths in question.bids.items():
        table[rows[juror], columns[file]] = hundredths / HUNDREDTHS
    return table


def _places(question: Question, pairs: frozenset[Pair]) -> frozenset[tuple[int, int]]:
    rows = {each.id: place for place, each in enumerate(question.experts)}
    columns = {each.id: place for place, each in enumerate(question.papers)}
    return frozenset((rows[juror], columns[file]) for juror, file in pairs)


def _closed(question: Question) -> Bools:
    table = np.zeros((len(question.experts), len(question.papers)), dtype=np.bool_)
    for juror, file in _places(question, question.closed):
        table[juror, file] = True
    return table


def _division(question: Question, suits: Reals, made: Assignment) -> Division:
    jurors = [each.id for each in question.experts]
    files = [each.id for each in question.papers]
    graph = strength(made.pairs, len(jurors), len(files))
    contrast = graph.worst_contrast
    return Division(
        wish=question.wish,
        pairs={(jurors[j], files[f]): _hundredths(suits[j, f]) for j, f in made.pairs},
        total=_hundredths(made.total),
        worst=_hundredths(made.worst),
        components=graph.components,
        connectivity=_hundredths(graph.connectivity),
        contrast=None if contrast is None else _hundredths(contrast),
        keystones=tuple(sorted(jurors[place] for place in graph.keystones)),
    )


def _short(question: Question, found: Infeasible) -> Division:
    return Division(
        wish=question.wish,
        pairs={},
        shortage=found.sentence,
        short_files=tuple(sorted(question.papers[place].id for place in found.files)),
        short_jurors=tuple(sorted(question.experts[place].id for place in found.jurors)),
    )


def _hundredths(number: float) -> int:
    return round(float(number) * HUNDREDTHS)
