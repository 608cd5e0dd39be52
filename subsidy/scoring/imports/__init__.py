"""What comes into the slice of the jury from files."""

from subsidy.scoring.imports.score_book import read_scores

__all__ = ["read_scores"]
