"""Rules of followup; its first rule arrives with its first feature."""
