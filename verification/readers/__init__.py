"""Pixels in, evidence out; the only code that touches images and models.

``images`` decodes, and is light enough for the web process. ``pipeline`` reads, with the models,
and belongs in a worker.
"""
