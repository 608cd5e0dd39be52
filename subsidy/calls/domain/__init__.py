"""Calls as values and functions: what a regulation says and what a dossier shows."""
