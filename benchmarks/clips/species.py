"""Bona fide clips and attack instrument species, in the words of ISO/IEC 30107-3."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from types import MappingProxyType

import numpy as np

from benchmarks.clips.camera import Camera, any_camera, encode, screen_grid, shown, take
from benchmarks.clips.head import (
    HEIGHT,
    WIDTH,
    Head,
    HeadPose,
    head_of,
    photograph,
    render,
    render_facing,
)
from benchmarks.clips.lighting import Glass, Lit, Room, any_lamp
from benchmarks.clips.motion import (
    Mover,
    any_mover,
    between,
    moments,
    pose_at,
    turned_head,
    turned_sheet,
)
from sandbox.specimens import ADMIRAL, ASTRONAUT
from sandbox.specimens.portraits import Sitter
from verification.challenge.gestures import Challenge, Gesture, draw
from verification.readers.frames import RawFrame
from verification.readers.images import Image

SITTERS = (ASTRONAUT, ADMIRAL)
_FACE_POINTS = 468


@dataclass(frozen=True, slots=True)
class Clip:
    """A recorded challenge, and the selfie that was taken before it."""

    challenge: Challenge
    frames: tuple[RawFrame, ...]
    selfie: bytes


Show = Callable[[HeadPose], Lit]


def bona_fide(seed: int) -> Clip:
    """A living person follows the challenge."""
    scene = Scene(seed)
    return scene.clip(partial(render_facing, scene.head))


def bona_fide_hasty(seed: int) -> Clip:
    """A living person turns at once, though the page asks for slow movements."""
    scene = Scene(seed)
    scene.mover = any_mover(scene.rng, 0.35, 0.8)
    return scene.clip(partial(render_facing, scene.head))


def photo_plane(seed: int) -> Clip:
    """A print of the face is turned in space as the plane it is."""
    scene = Scene(seed)
    return scene.clip(partial(render_facing, _sheet(scene.head, 0.0)), target=turned_sheet)


def photo_bent(seed: int) -> Clip:
    """A print is bent about an upright axis, and turned."""
    scene = Scene(seed)
    bent = _sheet(scene.head, scene.rng.uniform(0.3, 1.1))
    return scene.clip(partial(render_facing, bent), target=turned_sheet)


def paper_mask(seed: int) -> Clip:
    """The print is cut out and worn by somebody whose head does what is asked."""
    scene = Scene(seed)
    mask = _mask(scene.head, scene.rng.uniform(0.5, 1.6))
    return scene.clip(partial(render_facing, mask))


def screen_replay(seed: int) -> Clip:
    """A film of the right movements is shown on a screen whose grid the camera resolves."""
    return _on_screen(seed, 0.7, 1.3)


def screen_dense(seed: int) -> Clip:
    """The same on a screen that is too dense for this camera: no moiré."""
    return _on_screen(seed, 1.6, 2.2)


def screen_no_colours(seed: int) -> Clip:
    """The same by somebody who declined colours. Stopped only where the flow requires them."""
    return _on_screen(seed, 1.6, 2.2, colours=False)


def replayed_session(seed: int) -> Clip:
    """An earlier session's film is injected: a living person, another sequence."""
    scene = Scene(seed)
    earlier = draw(scene.rng.bytes(16))
    while earlier.gestures[:3] == scene.challenge.gestures[:3]:
        earlier = draw(scene.rng.bytes(16))
    return scene.clip(partial(render_facing, scene.head), followed=earlier)


def frozen(seed: int) -> Clip:
    """One frame of the right film is sent again and again from some moment on."""
    clip = bona_fide(seed)
    stop = int(np.random.default_rng(seed).integers(1, len(clip.frames) * 2 // 3))
    last = clip.frames[stop].data
    frames = tuple(
        replace(frame, data=last) if index > stop else frame
        for index, frame in enumerate(clip.frames)
    )
    return replace(clip, frames=frames)


def looped(seed: int) -> Clip:
    """A few seconds of film are played over and over."""
    clip = bona_fide(seed)
    length = int(np.random.default_rng(seed).integers(4, len(clip.frames) * 2 // 3))
    frames = tuple(
        replace(frame, data=clip.frames[index % length].data)
        for index, frame in enumerate(clip.frames)
    )
    return replace(clip, frames=frames)


def face_swapped(seed: int) -> Clip:
    """The selfie and the opening show one person, the movements are another one's."""
    scene, other = Scene(seed), Scene(seed + 1)
    start = scene.challenge.steps[0].end
    shows = (partial(render_facing, scene.head), partial(render_facing, other.head))
    return scene.clip(shows[0], later=((start, shows[1]),))


def stills(seed: int) -> Clip:
    """For each movement one picture of it is held before the camera's software, as it is."""
    clip = bona_fide(seed)
    steps = clip.challenge.steps
    held = {
        step.gesture: max(
            (frame for frame in clip.frames if frame.received <= step.end),
            key=lambda frame: frame.received,
        ).data
        for step in steps
    }
    frames = tuple(
        replace(frame, data=held[clip.challenge.asked_at(frame.received) or Gesture.FRONT])
        for frame in clip.frames
    )
    return replace(clip, frames=frames)


def prints_by_pose(seed: int) -> Clip:
    """For each movement a print of the face in that pose is held up, by a hand."""
    scene = Scene(seed)
    return scene.clip(scene.printed(HeadPose()), target=_kept, later=tuple(_swaps(scene)))


def prints_swayed(seed: int) -> Clip:
    """The same, and each print is turned the way of the movement while they are changed."""
    scene = Scene(seed)
    later = tuple(_swaps(scene, into=0.5))
    return scene.clip(scene.printed(HeadPose()), target=_somewhat_turned, later=later)


def prints_behind_hand(seed: int) -> Clip:
    """The same, and a hand covers the change."""
    scene = Scene(seed)
    tone = scene.rng.uniform(0.4, 1) * np.array([230, 180, 150])
    hand = np.broadcast_to([*tone.astype(np.uint8), 255], (HEIGHT, WIDTH, 4)).astype(np.uint8)
    later = []
    for begin, print_ in _swaps(scene):
        later += [(begin, lambda _: hand), (begin + scene.rng.uniform(0.25, 0.6), print_)]
    return scene.clip(scene.printed(HeadPose()), target=_somewhat_turned, later=tuple(later))


def flip_book(seed: int) -> Clip:
    """Eight prints, one of them half way to each side, upwards and closer, turned over quickly."""
    return _flipped(seed, (0.5, 1.0))


def flip_book_fine(seed: int) -> Clip:
    """The same with three prints on each way: it jumps no more than a head does."""
    return _flipped(seed, (0.25, 0.5, 0.75, 1.0))


def _flipped(seed: int, shares: tuple[float, ...]) -> Clip:
    scene = Scene(seed)
    poses = {gesture: turned_head(gesture, scene.mover) for gesture in Gesture}
    prints = {
        (one, share): scene.printed(between(HeadPose(), poses[one], share))
        for one in poses
        for share in shares
    }
    later, before = [], Gesture.FRONT
    for step in scene.challenge.steps[1:]:
        begin = step.begin + scene.mover.reaction
        back = [(before, share) for share in shares[-2::-1]] + [(Gesture.FRONT, 1.0)]
        there = [(step.gesture, share) for share in shares]
        for page in there if before is Gesture.FRONT else back + there:
            later.append((begin, prints[page]))
            begin += scene.rng.uniform(0.3, 0.8) / len(shares)
        before = step.gesture
    return scene.clip(scene.printed(HeadPose()), target=_kept, later=tuple(later))


def _swaps(scene: "Scene", into: float = 0.0) -> Iterator[tuple[float, Show]]:
    """Yield when which print is held up; ``into`` the movement, as a share of its time."""
    for number, step in enumerate(scene.challenge.steps[1:]):
        later = scene.mover.reaction + into * scene.mover.durations[number]
        yield step.begin + later, scene.printed(turned_head(step.gesture, scene.mover))


def _kept(*_: object) -> HeadPose:
    return HeadPose()


def _somewhat_turned(gesture: Gesture, mover: Mover) -> HeadPose:
    return between(HeadPose(), turned_sheet(gesture, mover), 0.4)


#: What the active level must stop.
SPECIES: Mapping[str, Callable[[int], Clip]] = MappingProxyType(
    {
        "photo_plane": photo_plane,
        "photo_bent": photo_bent,
        "paper_mask": paper_mask,
        "screen_replay": screen_replay,
        "screen_dense": screen_dense,
        "replayed_session": replayed_session,
        "frozen": frozen,
        "looped": looped,
        "face_swapped": face_swapped,
        "stills": stills,
        "prints_by_pose": prints_by_pose,
        "prints_swayed": prints_swayed,
        "prints_behind_hand": prints_behind_hand,
        "flip_book": flip_book,
        "flip_book_fine": flip_book_fine,
    }
)
#: What passes where a flow lets people decline colours: measured, so that nobody is told otherwise.
GAPS: Mapping[str, Callable[[int], Clip]] = MappingProxyType(
    {"screen_no_colours": screen_no_colours}
)


class Scene:
    """A sitter, a camera, a way of moving, a lamp and a challenge, all drawn from one seed."""

    #: What stands before the camera instead of things that are matt.
    behind: Callable[[Room, Lit, float], Image] | None = None

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.head = _head(SITTERS[seed % len(SITTERS)])
        self.camera: Camera = any_camera(self.rng)
        self.mover: Mover = any_mover(self.rng)
        self.challenge = draw(self.rng.bytes(16)).lit(self.rng.bytes(16))
        self.lamp = any_lamp(self.rng)

    def printed(self, pose: HeadPose) -> Show:
        """Return a print of the face in that pose."""
        return partial(render_facing, _sheet(head_of(render(self.head, pose)), 0.0))

    def clip(
        self,
        show: Show,
        *,
        target: Callable[[Gesture, Mover], HeadPose] = turned_head,
        followed: Challenge | None = None,
        later: tuple[tuple[float, Show], ...] = (),
    ) -> Clip:
        """Film what is shown; ``later`` is what is shown from which second on, in order."""
        room, frames = Room(self.lamp, self.challenge.colour_at), []
        seen = partial(self.behind, room) if self.behind else room.of_skin
        for moment in moments(self.challenge, self.rng):
            pose = pose_at(self.mover, followed or self.challenge, moment.taken, target)
            showing = [show, *(other for begin, other in later if moment.taken >= begin)][-1]
            data = take(seen(showing(pose), moment.taken), self.camera, self.rng)
            frames.append(RawFrame(moment.issued, moment.received, data))
        return Clip(self.challenge, tuple(frames), encode(self.head.texture, 92))


def _on_screen(seed: int, least: float, most: float, *, colours: bool = True) -> Clip:
    """A film of the right movements on a bright screen, made in a light of its own.

    Half of the films were made before another page, whose colours they show.
    """
    scene = Scene(seed)
    density, angle = scene.rng.uniform(least, most), scene.rng.uniform(1, 12)
    grid = screen_grid(WIDTH, HEIGHT, density, angle)
    before = draw(scene.rng.bytes(16))
    before = before.lit(scene.rng.bytes(16)) if scene.rng.random() < 0.5 else before
    film, glass = Room(any_lamp(scene.rng), before.colour_at), _glass(scene.rng)

    def seen(room: Room, picture: Lit, seconds: float) -> Image:
        on_screen = shown(film.of_skin(picture, seconds), grid)
        return room.of_glass(on_screen, glass, seconds)

    scene.behind = seen
    if not colours:
        scene.challenge = replace(scene.challenge, colours=())
    return scene.clip(partial(render_facing, scene.head))


def _glass(rng: np.random.Generator) -> Glass:
    """Draw a screen's surface, with a phone's outline mirrored somewhere."""
    mirrored = np.zeros((HEIGHT, WIDTH), np.uint8)
    across, down = rng.integers(60, 130), rng.integers(120, 260)
    left, top = rng.integers(0, WIDTH - across), rng.integers(0, HEIGHT - down)
    mirrored[top : top + down, left : left + across] = 1
    return Glass(rng.uniform(0.0025, 0.02), rng.uniform(0.1, 1.0), mirrored)


@cache
def _head(sitter: Sitter) -> Head:
    return head_of(photograph(sitter))


def _sheet(head: Head, bend: float) -> Head:
    """Put the whole photograph on a sheet, bent about an upright axis."""
    points = head.points.copy()
    points[:, 2] = _bent(head, bend)
    paper = np.full((HEIGHT, WIDTH), 255, np.uint8)
    return replace(head, points=points, weight=np.ones(len(points)), facing=paper)


def _mask(head: Head, bend: float) -> Head:
    """Put only the face on a bent sheet, on a head that is as it was."""
    points = head.points.copy()
    points[:_FACE_POINTS, 2] = _bent(head, bend)[:_FACE_POINTS]
    return replace(head, points=points)


def _bent(head: Head, bend: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    middle = head.points[:_FACE_POINTS, 0].mean()
    across = (head.points[:, 0] - middle) / head.face_width
    return np.asarray(bend * across**2 * head.face_width)
