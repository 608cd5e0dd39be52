"""The form walker: every form that a page shows, filled with good and with hostile values."""
