"""A person who sees one movement after the other asked for, and makes it: for live challenges."""

import numpy as np

from benchmarks.clips.camera import any_camera, take
from benchmarks.clips.head import HeadPose, head_of, photograph, render_facing
from benchmarks.clips.lighting import Room, any_lamp
from benchmarks.clips.motion import any_mover, between, swaying, turned_head
from sandbox.specimens.portraits import Sitter
from verification.challenge.gestures import MOST, Gesture
from verification.challenge.light import Colour


class Follower:
    """A sitter's head in front of a drawn camera. Seconds are of any clock that goes on."""

    def __init__(self, sitter: Sitter, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._head = head_of(photograph(sitter))
        self._camera, self._mover = any_camera(self._rng), any_mover(self._rng)
        self._asked, self._since, self._from = Gesture.FRONT, 0.0, HeadPose()
        self._number = 0  # of the movement
        self._colour: Colour | None = None
        self._room = Room(any_lamp(self._rng, 0.1), lambda _: self._colour)

    def sees(self, asked: Gesture, seconds: float, colour: str | None = None) -> None:
        """Hear what is asked for from now on, in which light of the page."""
        self._colour = Colour(colour) if colour else None
        if asked != self._asked:
            self._from, self._asked, self._since = self._pose(seconds), asked, seconds
            self._number = (self._number + 1) % MOST

    def frame(self, seconds: float) -> bytes:
        """Return the JPEG that the camera takes now."""
        pose = swaying(self._pose(seconds), self._mover, seconds)
        lit = self._room.of_skin(render_facing(self._head, pose), seconds)
        return take(lit, self._camera, self._rng)

    def _pose(self, seconds: float) -> HeadPose:
        share = self._mover.share(self._number, seconds - self._since - self._mover.reaction)
        return between(self._from, turned_head(self._asked, self._mover), share)
