"""The jury: conflicts of interest, marks, ranking, selection."""
