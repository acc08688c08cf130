"""Pixels in, evidence out; the only code that touches images and models."""
