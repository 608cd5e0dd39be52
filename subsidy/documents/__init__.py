"""Bytes out and in: the only importers of the spreadsheet and PDF libraries.

openpyxl loads NumPy wherever it is installed, to recognise numbers that nobody here writes. A web
worker would hold 30 MB of it, so openpyxl is loaded here, and finds none.
"""

import sys
from importlib import import_module

if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # how Python is told: not there
    try:
        import_module("openpyxl")
    finally:
        del sys.modules["numpy"]
