"""How well jurors suit files: 0.5 areas of expertise, 0.3 likeness of text, 0.2 bids.

Likeness is the cosine of TF-IDF over the full text (Salton and Buckley 1988), which keeps up with
language models when given full texts (Stelmakh et al., arXiv 2303.16750). It is advice: it takes
the easy pairs right, and of the hard ones a third wrong.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Reals = npt.NDArray[np.float64]

AREAS, LIKENESS, BIDS = 0.5, 0.3, 0.2
NO_BID = 0.5  # who says nothing neither wants nor avoids a file
WORD = re.compile(r"[^\W\d_]{3,}")


def affinity(areas: Reals, likeness: Reals, bids: Reals) -> Reals:
    """Return jurors x files, 0-1, from three tables of that shape, each 0-1; no bid is NaN.

    Raises ``ValueError`` for a number out of range.
    """
    wanted = np.where(np.isnan(bids), NO_BID, bids)
    for table in (areas, likeness, wanted):
        if not np.all((table >= 0) & (table <= 1)):
            raise ValueError("each part of an affinity is a number from 0 to 1")
    return np.clip(AREAS * areas + LIKENESS * likeness + BIDS * wanted, 0.0, 1.0)


def areas(expertise: Sequence[Mapping[str, float]], topics: Sequence[Mapping[str, float]]) -> Reals:
    """Return the weighted Jaccard index of jurors x files: shared weight of all weight.

    A mapping holds code -> weight (above 0); who names nothing shares nothing.
    """
    table = np.zeros((len(expertise), len(topics)))
    for row, known in enumerate(expertise):
        for column, asked in enumerate(topics):
            table[row, column] = _jaccard(known, asked)
    return table


def _jaccard(known: Mapping[str, float], asked: Mapping[str, float]) -> float:
    codes = known.keys() | asked.keys()
    both = sum(min(known.get(code, 0.0), asked.get(code, 0.0)) for code in sorted(codes))
    either = sum(max(known.get(code, 0.0), asked.get(code, 0.0)) for code in sorted(codes))
    return both / either if either else 0.0


def likeness(jurors: Sequence[str], files: Sequence[str]) -> Reals:
    """Return the TF-IDF cosine (0-1) of what jurors write of themselves with each file.

    A word weighs its count times ``ln(files / files with it)``: what is in every file counts for
    nothing, and neither does what is in none.
    """
    counts = [Counter(words(text)) for text in files]
    holding = Counter(word for count in counts for word in count)
    weights = {word: float(np.log(len(files) / n)) for word, n in sorted(holding.items())}
    ours = _table([Counter(words(text)) for text in jurors], weights)
    cosine = (ours @ _table(counts, weights).T).toarray()
    return np.clip(np.asarray(cosine, dtype=np.float64), 0.0, 1.0)


def words(text: str) -> Iterable[str]:
    """Return the words of three letters and more, in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))


def _table(counts: Sequence[Counter[str]], weights: Mapping[str, float]) -> csr_array:
    """Return texts x words, each row of length 1 (or 0)."""
    place = {word: n for n, word in enumerate(weights)}
    cells = [
        (row, place[word], count * weights[word])
        for row, counted in enumerate(counts)
        for word, count in counted.items()
        if word in place
    ]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    shape = (len(counts), max(1, len(place)))
    numbers = np.asarray(values, dtype=np.float64)
    length = np.sqrt(np.bincount(np.asarray(rows, dtype=np.int64), numbers**2, len(counts)))
    scaled = numbers / np.where(length > 0, length, 1.0)[np.asarray(rows, dtype=np.int64)]
    return csr_array((scaled, (rows, columns)), shape=shape)
