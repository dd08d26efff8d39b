"""Turns `code/`, `labs/` and `docs/` into the site, in stages: run, draw, pages, site. Each imports only the stages
before it and `common` (tests/publishing/test_stages.py). `steps.py` says what is done in which order, `hooks.py` is the
door to MkDocs.
"""
