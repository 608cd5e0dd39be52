"""How often a property is tried: more often than usual, in proportion to the profile in use."""

from hypothesis import settings


def tried(times: float) -> settings:
    """Try so many times the usual number of examples; fewer than that for each mutant."""
    return settings(max_examples=round(times * settings().max_examples))
