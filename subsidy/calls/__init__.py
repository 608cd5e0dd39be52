"""Calls: what the agency asks, under which rules, and when."""
