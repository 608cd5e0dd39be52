"""Pages of support; none yet."""
