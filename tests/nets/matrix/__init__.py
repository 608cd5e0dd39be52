"""The authorisation matrix: every address, every viewer, every method, against one table.

The table is `docs/access/`: people own it, `docs/access.md` shows it folded.
"""
