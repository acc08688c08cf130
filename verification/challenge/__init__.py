"""The active challenge: movements drawn at random, and what was seen of them. Pure.

``docs/biometrics.md``, "Protocol of the challenge", tells who stores and enforces what.
"""
