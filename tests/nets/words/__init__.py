"""The net around words: every string, page, workbook, letter and message in plain Dutch."""
