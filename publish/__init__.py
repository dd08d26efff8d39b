"""Turns `code/`, `labs/` and the runs of both into what the pages need. Plain modules, one job each; `hooks.py`
alone knows MkDocs.
"""
