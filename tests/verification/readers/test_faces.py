import numpy as np
import pytest
from PIL import Image

from benchmarks.clips.head import HeadPose, head_of, photograph, render
from sandbox.specimens import ADMIRAL, ASTRONAUT, portrait_of, take_selfie
from sandbox.specimens.portraits import Sitter, selfie_crop_of
from verification.evidence import Face
from verification.readers import face_detection, face_mesh, faces
from verification.readers.face_mesh import Mesh, pose_of
from verification.readers.images import Image as Pixels


def pixels(image: Image.Image) -> Pixels:
    return np.asarray(image)


def the_face(image: Pixels) -> Face:
    (face,) = faces.find(image)
    return face


def fitted(image: Pixels) -> Mesh:
    mesh = face_mesh.fit(image, face_detection.detect(image)[0])
    assert mesh is not None
    return mesh


@pytest.fixture(scope="module")
def selfie() -> Pixels:
    return pixels(take_selfie(ASTRONAUT))


@pytest.mark.parametrize("sitter", [ASTRONAUT, ADMIRAL])
def test_finds_the_one_face_of_a_selfie(sitter: Sitter) -> None:
    face = the_face(pixels(take_selfie(sitter)))

    assert face.eye_distance > 100
    assert face.confidence > 0.5


def test_finds_a_face_a_thirtieth_of_the_picture_wide() -> None:
    wall = Image.new("RGB", (3000, 2250), (150, 150, 140))
    wall.paste(portrait_of(ASTRONAUT).resize((210, 270)), (2300, 400))

    face = the_face(pixels(wall))

    assert 2300 < face.box.left < 2510
    assert 400 < face.box.top < 670


def test_finds_two_people_the_nearer_one_first() -> None:
    scene = Image.new("RGB", (1600, 900), (150, 150, 140))
    scene.paste(selfie_crop_of(ASTRONAUT).resize((500, 667)), (50, 200))
    scene.paste(selfie_crop_of(ADMIRAL).resize((600, 800)), (900, 50))

    left_edges = [face.box.left for face in faces.find(pixels(scene))]

    assert len(left_edges) == 2
    assert left_edges[0] > 800


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(np.full((900, 700, 3), 128, np.uint8), id="grey"),
        pytest.param(np.zeros((220, 3000, 3), np.uint8), id="black, wide"),
        pytest.param(
            np.random.default_rng(3).integers(0, 255, (900, 900, 3)).astype(np.uint8), id="noise"
        ),
    ],
)
def test_finds_no_face_where_there_is_none(picture: Pixels) -> None:
    assert faces.find(picture) == ()


def test_measures_how_the_head_leans(selfie: Pixels) -> None:
    upright = the_face(selfie)
    leaning = the_face(pixels(Image.fromarray(selfie).rotate(-15)))  # clockwise

    assert abs(upright.yaw) < 10
    assert abs(upright.pitch) < 12
    assert leaning.roll - upright.roll == pytest.approx(15, abs=4)


def test_a_mirrored_face_looks_the_other_way() -> None:
    portrait = portrait_of(ADMIRAL).resize((700, 900))
    mirrored = portrait.transpose(Image.Transpose.FLIP_LEFT_RIGHT)

    yaw, yaw_mirrored = (the_face(pixels(image)).yaw for image in (portrait, mirrored))

    assert yaw == pytest.approx(-yaw_mirrored, abs=4)


@pytest.mark.parametrize("angle", [-30, -15, 15, 30])
def test_yaw_is_positive_where_the_nose_moves_to_the_right(selfie: Pixels, angle: float) -> None:
    mesh = fitted(selfie)
    turn = np.radians(angle)
    middle = mesh.points.mean(axis=0)
    around_the_vertical = np.array(
        [[np.cos(turn), 0, -np.sin(turn)], [0, 1, 0], [np.sin(turn), 0, np.cos(turn)]]
    )
    turned = Mesh(((mesh.points - middle) @ around_the_vertical.T + middle).astype(np.float32))

    cheeks = turned.points[[234, 454], 0].mean()
    nose = turned.points[1, 0]

    assert np.sign(nose - cheeks) == np.sign(angle)
    assert pose_of(turned).yaw - pose_of(mesh).yaw == pytest.approx(angle, abs=5)


@pytest.mark.parametrize("angle", [-20, 20])
def test_pitch_is_positive_where_the_nose_moves_up(selfie: Pixels, angle: float) -> None:
    mesh = fitted(selfie)
    turn = np.radians(angle)
    middle = mesh.points.mean(axis=0)
    around_the_ears = np.array(
        [[1, 0, 0], [0, np.cos(turn), np.sin(turn)], [0, -np.sin(turn), np.cos(turn)]]
    )
    turned = Mesh(((mesh.points - middle) @ around_the_ears.T + middle).astype(np.float32))

    risen = mesh.points[1, 1] - turned.points[1, 1]

    assert np.sign(risen) == np.sign(angle)
    assert pose_of(turned).pitch - pose_of(mesh).pitch == pytest.approx(angle, abs=5)


def test_sharpness_falls_with_blur(selfie: Pixels) -> None:
    small = Image.fromarray(selfie).resize((90, 120)).resize((900, 1200))

    assert the_face(pixels(small)).sharpness < the_face(selfie).sharpness / 3


@pytest.mark.parametrize("sitter", [ASTRONAUT, ADMIRAL])
def test_one_person_twice_is_near_and_another_is_far(sitter: Sitter, selfie: Pixels) -> None:
    portrait = pixels(portrait_of(sitter).resize((420, 540)))
    reference = faces.embed(portrait, the_face(portrait))

    distance = faces.compare(reference, faces.embed(selfie, the_face(selfie))).distance

    assert reference.shape == (128,)
    assert reference.dtype == np.float32
    assert (distance < 0.4) == (sitter is ASTRONAUT)
    assert (distance > 0.6) == (sitter is ADMIRAL)


def test_a_tilted_head_is_still_the_same_person(selfie: Pixels) -> None:
    tilted = pixels(Image.fromarray(selfie).rotate(25))

    one, other = (faces.embed(image, the_face(image)) for image in (selfie, tilted))

    assert faces.compare(one, other).distance < 0.3


@pytest.mark.parametrize("sitter", [ASTRONAUT, ADMIRAL])
def test_a_head_held_high_is_still_the_same_person(sitter: Sitter) -> None:
    head = head_of(photograph(sitter))
    ahead, up = (render(head, HeadPose(pitch=pitch)) for pitch in (0, 22))

    one, other = (faces.embed(image, the_face(image)) for image in (ahead, up))

    assert faces.compare(one, other).distance < 0.48
