"""What can be an e-mail address, and how long a telephone number is."""

SHORTEST_TELEPHONE, LONGEST_TELEPHONE = 8, 15
"""Digits with the country, without what people put between (E.164 for the most)."""


def is_email(text: str) -> bool:
    """Whether this looks like an address: one name, one place with a dot in it, no space."""
    local, at, domain = text.partition("@")
    return bool(at and local) and "." in domain.strip(".") and " " not in text
