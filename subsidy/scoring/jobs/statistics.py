"""The statistics of a jury: from its marks to the figures of its page, rounded to whole numbers."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from subsidy.scoring.domain import ranking
from subsidy.scoring.domain.agreement import Level, alpha, icc, spearman_brown
from subsidy.scoring.domain.asked_figures import Question
from subsidy.scoring.domain.calibration import Fit, Severity, fit
from subsidy.scoring.domain.discussion import spreads
from subsidy.scoring.domain.figures import (
    ABSOLUTE,
    CONSISTENT,
    Agreement,
    Figures,
    FileFigures,
    JurorFigures,
    Reliability,
)
from subsidy.scoring.domain.funded_again import Costs, down_the_ranking
from subsidy.scoring.domain.scores import Array, Score
from subsidy.scoring.domain.variance_draws import Prior

DRAWS = 20_000
LIMIT = 40.0  # points: two fifths of the scale, as the SNSF believes of its own
NORMAL = 1.959964  # of an interval of 95 %
FEWEST = 5  # scores, below which there is nothing to estimate from
STEPS = 3
PAIR = 2  # of jurors, and of files


def run(data: Mapping[str, Any], tell: Callable[[int, int], None]) -> Mapping[str, Any]:
    question = Question.from_data(data)
    tell(0, STEPS)
    found = Figures(
        agreement=tuple(_agreements(question)),
        files=tuple(_spread(question)),
        panel=tuple(_panel(question)),
    )
    tell(1, STEPS)
    if not _says_something(question):
        return found.to_data()
    scores = [Score(each.file, each.juror, each.thousandths / 1000) for each in question.sheets]
    fitted = fit(scores)
    tell(2, STEPS)
    return _estimated(found, fitted, _ranks(question, scores)).to_data()


def _says_something(question: Question) -> bool:
    given = [each.thousandths for each in question.sheets]
    return len(given) >= FEWEST and len(set(given)) > 1


def seeded(seed: str, what: str) -> int:
    """Return the seed of one use of chance: of the published seed, anybody can do it again."""
    return int.from_bytes(hashlib.sha256(f"{seed}|{what}".encode()).digest()[:8], "big")


# Agreement and spread -----------------------------------------------------------------------------


def _agreements(question: Question) -> Iterator[Agreement]:
    """Yield the agreement about the whole, then about each criterion in order of key."""
    yield _agreement(question, "", {(s.file, s.juror): s.thousandths for s in question.sheets})
    for key in sorted({key for sheet in question.sheets for key in sheet.marks}):
        yield _agreement(question, key, {(s.file, s.juror): s.marks[key] for s in question.sheets})


def _agreement(
    question: Question, criterion: str, given: Mapping[tuple[str, str], int]
) -> Agreement:
    found = alpha(_table(given), Level.INTERVAL, seed=seeded(question.seed, f"alpha|{criterion}"))
    numbers = (found.value, found.low, found.high)
    return Agreement(criterion, *(None if one is None else _hundredths(one) for one in numbers))


def _panel(question: Question) -> Iterator[Agreement]:
    """Yield ICC(2,1) and ICC(3,1) of the points, where every juror scored every file."""
    table = _table({(s.file, s.juror): s.thousandths for s in question.sheets})
    if min(table.shape) < PAIR or np.isnan(table).any() or not _says_something(question):
        return
    found = icc(table.T)
    for kind, one in ((ABSOLUTE, found.absolute), (CONSISTENT, found.consistent)):
        yield Agreement(kind, *(_hundredths(each) for each in (one.value, one.low, one.high)))


def _table(given: Mapping[tuple[str, str], int]) -> Array:
    """Return jurors x files, NaN where a juror has not scored a file."""
    files = {file: at for at, file in enumerate(sorted({file for file, _ in given}))}
    jurors = {juror: at for at, juror in enumerate(sorted({juror for _, juror in given}))}
    table = np.full((len(jurors), len(files)), np.nan)
    for (file, juror), value in given.items():
        table[jurors[juror], files[file]] = value
    return table


def _spread(question: Question) -> Iterator[FileFigures]:
    """Yield the files that have scores in rank order, without estimates."""
    given: dict[str, list[int]] = defaultdict(list)
    for sheet in question.sheets:
        given[sheet.file].append(sheet.thousandths)
    found = spreads(given)
    for file in sorted(question.files, key=lambda each: each.rank):
        if file.number in found:
            spread = found[file.number]
            yield FileFigures(
                number=file.number,
                rank=file.rank,
                mean=file.merit,
                deviation=round(spread.deviation / 10),
                gap=round(spread.gap / 10),
                noticed=spread.noticed,
            )


# Estimates ----------------------------------------------------------------------------------------


def _ranks(question: Question, scores: list[Score]) -> ranking.Ranks:
    costs = {f.number: Costs(f.amount_cents, f.minimum_cents) for f in question.files}
    rule = down_the_ranking(
        costs, question.envelope_cents, question.threshold / 100, skips=question.skips
    )
    asked = ranking.Asked(
        seed=seeded(question.seed, "ranks"), prior=Prior(LIMIT), top=1, draws=DRAWS
    )
    scored = {score.file for score in scores}
    merits = {each.number: each.merit for each in question.files if each.number in scored}
    return ranking.ranks(scores, asked, funding=rule, equal=merits)


def _estimated(found: Figures, fitted: Fit, ranks: ranking.Ranks) -> Figures:
    return replace(
        found,
        files=tuple(_files(found, fitted, ranks)),
        jurors=tuple(_juror(each) for each in fitted.jurors),
        reliability=_reliability(fitted, found),
        guards=fitted.guards,
        probability=round(fitted.probability * 10_000),
        groups=fitted.groups,
        draws=ranks.draws,
    )


def _files(found: Figures, fitted: Fit, ranks: ranking.Ranks) -> Iterator[FileFigures]:
    calibrated = {each.file: each for each in fitted.files}
    placed = {each.file: each for each in ranks.files}
    by_value = sorted(
        found.files, key=lambda each: (-_hundredths(calibrated[each.number].calibrated), each.rank)
    )
    places = {each.number: place for place, each in enumerate(by_value, 1)}
    for each in found.files:
        own, place = calibrated[each.number], placed[each.number]
        yield replace(
            each,
            calibrated=_hundredths(own.calibrated),
            error=_hundredths(own.error),
            shift=_hundredths(own.shift),
            calibrated_rank=places[each.number],
            expected=_hundredths(place.expected),
            low=place.low,
            high=place.high,
            funded=round(place.funded * 10_000),
            zone=place.zone,
        )


def _juror(found: Severity) -> JurorFigures:
    return JurorFigures(
        juror=found.juror,
        shift=_hundredths(found.shift),
        low=_hundredths(found.shift - NORMAL * found.error),
        high=_hundredths(found.shift + NORMAL * found.error),
        reviews=found.reviews,
        kept=_hundredths(found.kept),
    )


def _reliability(fitted: Fit, found: Figures) -> Reliability:
    sizes = fitted.variances
    scores = max(round(sum(each.reviews for each in fitted.jurors) / len(found.files)), 1)
    return Reliability(
        one=_hundredths(sizes.one_review),
        calibrated=_hundredths(sizes.one_calibrated),
        mean=_hundredths(spearman_brown(sizes.one_review, scores)),
        scores=scores,
    )


def _hundredths(value: float) -> int:
    return round(value * 100)
