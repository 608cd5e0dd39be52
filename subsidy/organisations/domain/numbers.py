"""The numbers that public registers give to organisations."""

import re

_KBO = re.compile(r"[01][0-9]{9}")
_NIS = re.compile(r"[0-9]{5}")
_OVO = re.compile(r"OVO[0-9]{6}")


def is_kbo(text: str) -> bool:
    """Return whether ``text`` is an enterprise number: ten digits, the last two a check."""
    if not _KBO.fullmatch(text):
        return False
    return 97 - int(text[:8]) % 97 == int(text[8:])


def kbo_digits(typed: str) -> str:
    """Return the digits of a number as people write it: ``BE 0207.437.468``."""
    return re.sub(r"^BE|[\s.\-]", "", typed.strip().upper())


def kbo_shown(kbo: str) -> str:
    return f"{kbo[:4]}.{kbo[4:7]}.{kbo[7:]}"


def is_nis(text: str) -> bool:
    """Return whether ``text`` has the shape of a code of Statbel: five digits, kept as text."""
    return _NIS.fullmatch(text) is not None


def is_ovo(text: str) -> bool:
    return _OVO.fullmatch(text) is not None
