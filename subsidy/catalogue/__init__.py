"""Realisations that any municipality can use, and who adopted them."""
