"""Decisions about money: their life, and what their letters say."""
