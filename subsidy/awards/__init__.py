"""Decisions about money: prepared by one, approved by another, told in a letter."""
