"""Shares of an envelope at random, and the split of one by its definition, cent by cent."""

from fractions import Fraction

from hypothesis import strategies as st

from subsidy.allocation.domain import Share

# Weights from a small pool of fractions make ties frequent; the large ones make them rare.
WEIGHTS = st.one_of(
    st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1), Fraction(3)]),
    st.fractions(min_value=0, max_value=1000, max_denominator=50),
    st.builds(Fraction, st.integers(0, 10**30), st.integers(1, 10**30)),
)


@st.composite
def share_lists(draw: st.DrawFn) -> list[Share]:
    ids = draw(st.lists(st.text("abz09", min_size=1, max_size=3), unique=True, max_size=6))
    shares = []
    for id_ in ids:
        floor = draw(st.one_of(st.just(0), st.integers(0, 12)))
        ceiling = draw(st.one_of(st.none(), st.integers(floor, floor + 20)))
        shares.append(Share(id_, draw(WEIGHTS), floor, ceiling))
    return shares


def cent_by_cent(envelope: int, shares: list[Share]) -> dict[str, int]:
    """Follow the definition: every next cent to the highest weight / (amount + 1/2), ties by id."""
    amounts = {share.id: share.floor_cents for share in shares}
    while sum(amounts.values()) < envelope:
        open_ = [
            share
            for share in shares
            if share.weight
            and (share.ceiling_cents is None or amounts[share.id] < share.ceiling_cents)
        ]
        if not open_:
            break
        best = min(open_, key=lambda s: (-s.weight / (amounts[s.id] + Fraction(1, 2)), s.id))
        amounts[best.id] += 1
    return amounts
