"""Rules of succession; its first rule arrives with its first feature."""
