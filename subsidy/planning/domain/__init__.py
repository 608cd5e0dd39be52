"""Plans as values and functions."""
