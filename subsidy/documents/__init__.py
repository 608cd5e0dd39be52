"""Bytes out and in: the only importers of the spreadsheet and PDF libraries."""
