"""Applications of a consortium to a call: writing, signing, submitting."""
