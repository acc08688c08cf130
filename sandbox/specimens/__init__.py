"""Synthetic documents and selfies to go with them, drawn when they are asked for.

Everything is marked SPECIMEN. The two people are on public-domain photographs that installed
packages ship. Importing this needs the sandbox's requirements.
"""

from sandbox.specimens.cards import CARDS, Card, CardOutcome
from sandbox.specimens.mrz import Passport, lines_of
from sandbox.specimens.outcomes import OUTCOMES, Claimed, Outcome, Pictures
from sandbox.specimens.passports import draw_passport
from sandbox.specimens.portraits import ADMIRAL, ASTRONAUT, portrait_of
from sandbox.specimens.scenes import photograph_page, take_selfie

__all__ = [
    "ADMIRAL",
    "ASTRONAUT",
    "CARDS",
    "OUTCOMES",
    "Card",
    "CardOutcome",
    "Claimed",
    "Outcome",
    "Passport",
    "Pictures",
    "draw_passport",
    "lines_of",
    "photograph_page",
    "portrait_of",
    "take_selfie",
]
