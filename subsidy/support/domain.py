"""Rules of support; its first rule arrives with its first feature."""
