"""Pages of succession; none yet."""
