"""A photograph shown to the camera as a print or on a phone, with what is around it."""

import cv2
import numpy as np

from verification.readers.face_mesh import Mesh
from verification.readers.images import Image

_ROOMY = 1.6  # faces' widths from the face's middle to the picture's edge, at least


def halftone(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    """Print it in dots, and look at the print so closely that its edges are out of sight."""
    pitch, angle = rng.uniform(2.6, 5.0), np.radians(rng.uniform(10, 80))
    rows, columns = np.indices(image.shape[:2], np.float32)
    along = (columns * np.cos(angle) + rows * np.sin(angle)) * 2 * np.pi / pitch
    across = (rows * np.cos(angle) - columns * np.sin(angle)) * 2 * np.pi / pitch
    dots = (np.sin(along) * np.sin(across))[..., None] * rng.uniform(12, 30)
    return np.asarray((image + dots).clip(0, 255), np.uint8)


def held_print(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    """Hold a print with a white edge before the camera, a little askew."""
    edge = int(image.shape[1] * rng.uniform(0.02, 0.06))
    paper = int(rng.integers(205, 250))
    bordered = cv2.copyMakeBorder(
        image, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(paper, paper, paper)
    )
    return _before_a_room(np.asarray(bordered, np.uint8), image.shape[:2], rng)


def held_phone(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    """Hold a phone before the camera, with a dark edge; its pixels are too fine to be seen."""
    edge = int(image.shape[1] * rng.uniform(0.02, 0.05))
    dark = int(rng.integers(5, 40))
    bordered = cv2.copyMakeBorder(
        image, edge * 2, edge * 2, edge, edge, cv2.BORDER_CONSTANT, value=(dark, dark, dark)
    )
    return _before_a_room(np.asarray(bordered, np.uint8), image.shape[:2], rng)


def _before_a_room(shown: Image, size: tuple[int, int], rng: np.random.Generator) -> Image:
    """Turn it a little in space, before a room of soft shapes; part of the room is seen."""
    height, width = size
    share = rng.uniform(0.72, 0.9)
    tall, wide = shown.shape[:2]
    scale = share * min(height / tall, width / wide)
    corners = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    middle = np.array([width, height], np.float32) / 2
    placed = (corners - corners.mean(axis=0)) * scale
    angle = np.radians(rng.uniform(-6, 6))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    target = placed @ turn.T + middle + rng.uniform(-0.03, 0.03, (4, 2)) * (wide * scale)
    matrix = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    room = _room(height, width, rng)
    seen = cv2.warpPerspective(shown, matrix, (width, height))
    cover = cv2.warpPerspective(np.full((tall, wide), 255, np.uint8), matrix, (width, height))
    soft = cv2.GaussianBlur(cover, (0, 0), 0.8)[..., None] / 255.0
    return np.asarray(seen * soft + room * (1 - soft), np.uint8)


def _room(height: int, width: int, rng: np.random.Generator) -> Image:
    coarse = rng.uniform(60, 200, (4, 3, 3)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
