"""Nets: tests that take every route, form, role, secret and page as it is added.

Nobody writes a line here for a new page. A new kind of record, viewer, secret or act is registered
once; `docs/testing.md` says where.
"""
