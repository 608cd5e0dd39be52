"""Measure speed and memory on a fresh PostgreSQL: ``./dev bench``."""
