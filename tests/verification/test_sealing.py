import base64

import pytest
from django.conf import LazySettings

from verification import sealing

SECRET = b"Zoe Example, born 1999-12-31"


def test_what_was_sealed_opens_again() -> None:
    assert sealing.unseal(sealing.seal(SECRET, context="row:1"), context="row:1") == SECRET


def test_sealing_the_same_value_twice_gives_different_bytes_without_the_value() -> None:
    first, second = (sealing.seal(SECRET, context="row:1") for _ in range(2))

    assert first != second
    assert SECRET not in first


def test_a_value_copied_to_another_row_does_not_open() -> None:
    sealed = sealing.seal(SECRET, context="row:1")

    with pytest.raises(sealing.UnsealError):
        sealing.unseal(sealed, context="row:2")


@pytest.mark.parametrize("position", [0, 4, 16, -1])
def test_an_altered_value_does_not_open(position: int) -> None:
    altered = bytearray(sealing.seal(SECRET, context="row:1"))
    altered[position] ^= 1

    with pytest.raises(sealing.UnsealError):
        sealing.unseal(bytes(altered), context="row:1")


@pytest.mark.parametrize("length", [0, 3, 4, 15, 20])
def test_a_truncated_value_does_not_open(length: int) -> None:
    sealed = sealing.seal(SECRET, context="row:1")

    with pytest.raises(sealing.UnsealError):
        sealing.unseal(sealed[:length], context="row:1")


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(settings: LazySettings) -> None:
    old = settings.ENCRYPTION_KEYS[0]
    new = base64.b64decode("A" * 43 + "=")
    sealed_before = sealing.seal(SECRET, context="row:1")

    settings.ENCRYPTION_KEYS = (new, old)
    sealed_after = sealing.seal(SECRET, context="row:1")

    assert sealing.unseal(sealed_before, context="row:1") == SECRET
    settings.ENCRYPTION_KEYS = (old,)
    with pytest.raises(sealing.UnsealError):
        sealing.unseal(sealed_after, context="row:1")


def test_the_error_does_not_repeat_the_row() -> None:
    with pytest.raises(sealing.UnsealError) as caught:
        sealing.unseal(b"nothing of ours", context="session:not-for-logs")

    assert "not-for-logs" not in str(caught.value)
