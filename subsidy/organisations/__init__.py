"""Municipalities and all other organisations: who they are, where they lie, what they became."""
