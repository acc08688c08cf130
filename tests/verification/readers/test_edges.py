"""The edge of a document is found, and by it the document laid flat."""

import cv2
import numpy as np
import pytest
from PIL import Image

from sandbox.specimens import ADMIRAL, Passport, portrait_of
from sandbox.specimens.documents import draw_document
from sandbox.specimens.taking import Taking, take_picture
from sandbox.specimens.zones import zone_of
from tests.verification.readers.test_mrz import PASSPORT
from verification.checks import thresholds
from verification.documents.mrz_layouts import Format
from verification.readers import edges
from verification.readers.pixels import Pixels, flattened, resized
from verification.readers.text import TextBox
from verification.readers.text_boxes import seen_through


def page(holder: Passport = PASSPORT) -> Pixels:
    drawn = draw_document(
        holder, zone_of(holder, Format.TD1), portrait_of(ADMIRAL), format_=Format.TD1
    )
    return np.asarray(drawn)


@pytest.mark.parametrize(
    ("taking", "angle"),
    [
        pytest.param(Taking(fills=0.7, tilt=0.3, slant=0.1), 0, id="seen from aside"),
        pytest.param(Taking(fills=0.5, rotation=25, noise=8), -25, id="turned"),
        pytest.param(Taking(fills=0.5, rotation=90, tilt=0.2), -90, id="on its side"),
    ],
)
def test_a_card_is_laid_flat_by_its_edge(taking: Taking, angle: float) -> None:
    drawn = page()
    picture = take_picture(Image.fromarray(drawn), taking)
    corners = edges.find(picture)
    assert corners is not None

    flat = flattened(picture, *edges.rectification(corners, angle))

    small, right = (cv2.GaussianBlur(resized(one, 160, 100), (5, 5), 0) for one in (flat, drawn))
    assert np.corrcoef(small.ravel(), right.ravel())[0, 1] > 0.8
    assert edges.holds(corners, [(picture.shape[1] / 2, picture.shape[0] / 2), (1, 1)]) == 0.5


@pytest.mark.parametrize(
    ("taking", "cut"),
    [
        pytest.param(Taking(fills=0.7, rotation=4), False, id="whole"),
        pytest.param(Taking(size=(1600, 1100), fills=0.95), False, id="fills the picture"),
        pytest.param(Taking(fills=0.7, place=(0.3, 0.5)), True, id="cut on the left"),
        pytest.param(Taking(fills=0.8, rotation=20, place=(0.4, 0.6)), True, id="cut at corners"),
    ],
)
def test_a_document_that_the_picture_cuts_has_no_room_around_it(taking: Taking, cut: bool) -> None:
    room = edges.room(take_picture(Image.fromarray(page()), taking))

    assert room is not None
    assert (room < thresholds.MIN_EDGE_ROOM) is cut


def test_an_empty_table_has_no_edge() -> None:
    table = np.random.default_rng(1).normal(120, 6, (900, 1200, 3)).clip(0, 255).astype(np.uint8)

    assert edges.find(table) is None
    assert edges.room(table) is None


def test_a_line_keeps_its_place_through_perspective_and_back() -> None:
    corners = np.array([[100, 80], [900, 120], [860, 640], [60, 560]], np.float32)
    flat, _, _ = edges.rectification(corners, 0)
    line = TextBox(480, 350, 500, 30, 4)
    unflat = np.asarray(np.linalg.inv(flat), np.float64)

    back = seen_through(seen_through(line, flat), unflat)

    assert (back.x, back.y, back.length) == pytest.approx((line.x, line.y, line.length), rel=0.02)
    assert (back.height, back.angle) == pytest.approx((line.height, line.angle), rel=0.05)
