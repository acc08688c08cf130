"""Drawn glasses, masks and closed lids are noticed, bare faces are taken for none of them."""

from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.clips.camera import any_camera, take
from benchmarks.clips.head import HeadPose, head_of, photograph, render
from benchmarks.clips.occlusion import black_mask, closed_eyes, mask, sunglasses
from sandbox.specimens import ADMIRAL, ASTRONAUT
from sandbox.specimens.portraits import Sitter
from verification.checks.selfie_guidance import guide_selfie
from verification.readers import face_detection, face_mesh, images, pipeline
from verification.readers.face_mesh import Mesh
from verification.readers.images import Image

Worn = Callable[[Image, Mesh, np.random.Generator], Image]


def bare(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    return image


# Lids are drawn on one sitter: the other has glasses on, under which no lid can be drawn.
@pytest.mark.parametrize(
    ("sitter", "worn", "told"),
    [
        (ASTRONAUT, bare, None),
        (ADMIRAL, bare, None),
        (ASTRONAUT, sunglasses, "selfie.eyes_hidden"),
        (ADMIRAL, sunglasses, "selfie.eyes_hidden"),
        (ASTRONAUT, mask, "selfie.mouth_hidden"),
        (ADMIRAL, mask, "selfie.mouth_hidden"),
        (ASTRONAUT, black_mask, "selfie.mouth_hidden"),
        (ADMIRAL, black_mask, "selfie.mouth_hidden"),
        (ASTRONAUT, closed_eyes, "selfie.eyes_closed"),
    ],
)
def test_what_hides_a_face_is_told(sitter: Sitter, worn: Worn, told: str | None) -> None:
    rng = np.random.default_rng(11)
    picture = render(head_of(photograph(sitter)), HeadPose(yaw=6))
    mesh = face_mesh.fit(picture, face_detection.detect(picture)[0])
    assert mesh is not None
    seen = images.decode(take(worn(picture, mesh, rng), any_camera(rng), rng))

    selfie = pipeline.read_selfie(seen)

    said = {one.code for one in guide_selfie(selfie)}
    hiding = {"selfie.eyes_hidden", "selfie.mouth_hidden", "selfie.eyes_closed"}
    assert said & hiding == ({told} if told else set())
