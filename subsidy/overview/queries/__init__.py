"""Reads over all slices: one file per page or workbook that needs them."""
