"""No biometric template outlives the comparison: nothing kept holds a vector."""

import json
from collections.abc import Callable, Iterator

import numpy as np
from django.apps import apps
from django.db.models import Model

from benchmarks.clips.species import bona_fide
from sandbox.specimens import Pictures
from tests.verification.test_assessment import through
from verification import vault
from verification.challenge import stored
from verification.models import Session
from verification.readers import faces, frames, images


def lists_of_numbers(value: object) -> Iterator[list[object]]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from lists_of_numbers(inner)
    if isinstance(value, list):
        if any(isinstance(inner, int | float) for inner in value):
            yield value
        for inner in value:
            yield from lists_of_numbers(inner)


def test_what_is_kept_of_a_decided_session_is_pictures_and_measures(
    session: Session, pictures: Callable[[str], Pictures]
) -> None:
    decided = through(session, pictures("right-person"))
    embedding = faces_of(pictures("right-person").selfie)

    kept = {item.name: vault.get(decided, item.name) for item in decided.vault_items.all()}
    told = [json.loads(value) for name, value in kept.items() if not name.endswith("/image")]

    assert decided.status in Session.DECIDED
    assert len(told) >= 2
    assert not list(lists_of_numbers(told))
    for value in kept.values():
        assert embedding.tobytes() not in value
        assert embedding.astype(np.float64).tobytes() not in value


def test_what_is_kept_of_a_challenge_is_measures() -> None:
    clip = bona_fide(4)
    evidence = frames.read_challenge(clip.challenge, clip.frames, faces_of(clip.selfie))

    kept = json.loads(json.dumps(stored.dump(evidence)))

    assert not list(lists_of_numbers(kept))
    assert len(json.dumps(kept)) / len(clip.frames) < 700  # numbers of a template: thousands


def assert_no_template(session: Session, selfie: bytes) -> None:
    """Look through all tables, and all of the vault decrypted, for a face in numbers."""
    vector = faces_of(selfie)
    told = [value for model in apps.get_models() for value in _columns(model)]
    kept = [vault.get(session, item.name) for item in session.vault_items.all()]
    told += [json.loads(value) for value in kept if value[:1] in {b"{", b"["}]
    written = [*kept, *(bytes(one) for one in told if isinstance(one, bytes | memoryview))]

    assert len(kept) > 30
    lists = [one for value in told for one in lists_of_numbers(value)]
    assert all(len(one) <= 2 for one in lists), "longer than a frame's two times"
    for value in written:
        assert vector.tobytes() not in value
        assert vector.astype(np.float64).tobytes() not in value


def _columns(model: type[Model]) -> list[object]:
    if not model._meta.managed:
        return []
    rows = model._base_manager.values_list()
    return [value for row in rows for value in row]


def faces_of(selfie: bytes) -> faces.Embedding:
    picture = images.decode(selfie)
    return faces.embed(picture, faces.find(picture)[0])
