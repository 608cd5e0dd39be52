"""Two worlds that differ in one secret look the same to whoever must not know it.

``secrets.py`` says what is secret and for whom; ``columns.toml`` says it of every column.
"""
