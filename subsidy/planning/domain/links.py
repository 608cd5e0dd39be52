"""Linked undertakings: organisations that are one undertaking for the ceiling of de minimis aid."""

LONGEST_REASON = 300
