"""Accountability reports, indicators and the continuity monitor."""
