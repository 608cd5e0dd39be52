"""Pages of followup; none yet."""
