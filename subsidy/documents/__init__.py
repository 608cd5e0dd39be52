"""Bytes out and in: the only importers of the spreadsheet and PDF libraries.

A web worker starts without them: each is loaded with the first file that needs it.
"""

import sys
from importlib import import_module
from types import ModuleType


def with_openpyxl(module: str) -> ModuleType:
    """Load one of our modules that use openpyxl.

    openpyxl loads NumPy wherever it is installed, to recognise numbers that nobody here writes. A
    web worker would hold 30 MB of it, so openpyxl is loaded here, and finds none.
    """
    if "openpyxl" not in sys.modules and "numpy" not in sys.modules:
        sys.modules["numpy"] = None  # type: ignore[assignment]  # how Python is told: not there
        try:
            import_module("openpyxl")
        finally:
            sys.modules.pop("numpy", None)  # another request may have done so
    return import_module(module)
