"""A phone or a print held before the camera is seen by its edges; a person alone has none."""

import numpy as np
import pytest

from benchmarks.clips.camera import any_camera, take
from benchmarks.clips.head import photograph
from benchmarks.clips.shown import held_phone, held_print
from sandbox.specimens import ADMIRAL, ASTRONAUT
from sandbox.specimens.portraits import Sitter
from verification.readers import face_detection, face_mesh, images, pipeline


@pytest.mark.parametrize("sitter", [ASTRONAUT, ADMIRAL])
def test_a_frame_around_the_face_is_seen(sitter: Sitter) -> None:
    rng = np.random.default_rng(3)
    picture = photograph(sitter)
    mesh = face_mesh.fit(picture, face_detection.detect(picture)[0])
    assert mesh is not None
    scenes = (picture, held_phone(picture, mesh, rng), held_print(picture, mesh, rng))

    corners = []
    for scene in scenes:
        seen = images.decode(take(scene, any_camera(rng), rng))
        corners.append(pipeline.selfie_border(seen, pipeline.read_selfie(seen)))

    assert corners[0] == 0
    assert min(one or 0 for one in corners[1:]) >= 3
