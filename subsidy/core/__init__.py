"""The words everything shares; standard library only."""
