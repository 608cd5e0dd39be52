"""Published figures of a panel of the SNSF, with what their own program makes of them.

Grades of the first invented panel of R. Heyard's package ERforResearch 4.0.0 (Swiss National
Science Foundation, github.com/snsf-data/ERforResearch, R/data.R): fifteen proposals by five
assessors, 1 the best and 6 the worst. Expected ranks and SUCRA: its vignette
(docs/articles/ERforResearch_vignette.html), 20,000 iterations in four chains.
"""

PANEL_1 = (
    (1, 1, 1, 2, 5),
    (1, 1, 2, 2, 6),
    (1, 2, 1, 3, 5),
    (1, 3, 2, 1, 5),
    (1, 2, 2, 3, 5),
    (1, 3, 1, 4, 5),
    (1, 2, 3, 4, 5),
    (1, 5, 2, 2, 5),
    (1, 3, 4, 3, 5),
    (1, 4, 2, 5, 5),
    (2, 3, 4, 4, 5),
    (2, 4, 3, 5, 5),
    (2, 5, 4, 4, 6),
    (2, 3, 4, 6, 6),
    (2, 5, 5, 4, 6),
)
EXPECTED_RANKS = (
    *(2.44, 4.06, 4.09, 4.12, 5.08),
    *(6.19, 7.34, 7.26, 8.43, 9.42),
    *(10.4, 11.4, 13.0, 13.0, 13.7),
)
SUCRA = (
    *(0.90, 0.78, 0.78, 0.78, 0.71),
    *(0.63, 0.55, 0.55, 0.47, 0.40),
    *(0.33, 0.25, 0.15, 0.14, 0.09),
)
