"""Whether an assignment can tell severe jurors from mild ones: the graph of who shares files.

Jurors are joined by the files that they share. Without a path between two jurors their severity
cannot be compared; with few shared files it can be compared only badly. MacKay, Kenna, Low and
Parker, "Calibration with confidence", R. Soc. Open Sci. 4 (2017) 160760. The effective resistance
r_jk of the graph is the variance of a contrast: ``var(s_j - s_k) = sigma^2 r_jk``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Reals = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Pairs = Iterable[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Strength:
    """How well the jurors who have files can be compared.

    ``components``: groups without a shared file between them (1 is right); ``connectivity``: the
    algebraic connectivity lambda_2 (0 when not connected; higher is stronger); ``worst_contrast``:
    the variance of the difference in severity of the two jurors who compare worst, in units of
    the variance of one mark (None when not connected); ``keystones``: jurors without whom the
    others would fall apart.
    """

    components: int
    connectivity: float
    worst_contrast: float | None
    keystones: tuple[int, ...]


def components(pairs: Pairs, jurors: int, files: int) -> int:
    """Return in how many groups the jurors who have a file fall apart; 0 when nobody has one."""
    table = _incidence(pairs, jurors, files)
    return _groups(table[table.any(axis=1)])


def laplacian(pairs: Pairs, jurors: int, files: int) -> Reals:
    """Return the weighted Laplacian (jurors x jurors): a shared file of m jurors weighs 1/m.

    It is the information that additive marks hold about severity once the files are estimated.
    """
    table = _incidence(pairs, jurors, files).astype(np.float64)
    read = table.sum(axis=0)
    shared = (table / np.maximum(read, 1.0)) @ table.T
    return np.asarray(np.diag(table.sum(axis=1)) - shared, dtype=np.float64)


def connectivity(matrix: Reals) -> float:
    """Return lambda_2, the second smallest eigenvalue of a Laplacian; 0 for fewer than two rows."""
    if len(matrix) < 2:  # noqa: PLR2004 - a second eigenvalue
        return 0.0
    return max(0.0, float(np.linalg.eigvalsh(matrix)[1]))


def resistance(matrix: Reals) -> Reals:
    """Return the effective resistance between every two rows of a connected Laplacian."""
    inverse = np.linalg.pinv(matrix, hermitian=True)
    own = np.diag(inverse)
    return np.asarray(own[:, None] + own[None, :] - 2 * inverse, dtype=np.float64)


def strength(pairs: Pairs, jurors: int, files: int) -> Strength:
    """Return how well the jurors who have a file can be compared with each other."""
    known = sorted(set(pairs))
    table = _incidence(known, jurors, files)
    seated = np.flatnonzero(table.any(axis=1))
    groups = _groups(table[seated])
    matrix = laplacian(known, jurors, files)[np.ix_(seated, seated)]
    one = groups == 1
    return Strength(
        groups,
        connectivity(matrix) if one else 0.0,
        float(resistance(matrix).max()) if one else None,
        _keystones(table[seated], seated) if one else (),
    )


def _keystones(table: Bools, seated: npt.NDArray[np.intp]) -> tuple[int, ...]:
    rows = range(len(seated))
    return tuple(int(seated[row]) for row in rows if _groups(np.delete(table, row, axis=0)) > 1)


def _incidence(pairs: Pairs, jurors: int, files: int) -> Bools:
    table = np.zeros((jurors, files), dtype=np.bool_)
    for juror, file in pairs:
        table[juror, file] = True
    return table


def _groups(table: Bools) -> int:
    """Return the number of components of the graph of jurors and files that holds a juror."""
    if not len(table):
        return 0
    _, label = connected_components(bipartite(table), directed=False)
    return len(np.unique(label[: len(table)]))


def bipartite(table: Bools) -> coo_array:
    """Return the graph with a node per juror, then one per file, and an edge per pair."""
    rows, columns = np.nonzero(table)
    size = sum(table.shape)
    return coo_array((np.ones(len(rows)), (rows, columns + len(table))), shape=(size, size))
