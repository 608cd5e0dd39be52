"""The commands: serve, rehearse, verify, worker, person, write-docs."""
