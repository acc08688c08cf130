"""Clips of a challenge, made by code: bona fide ones and attacks, for tests and for ``pad.py``."""
