"""Rehearsals: a call tried out on a scratch database, from two files to every document."""
