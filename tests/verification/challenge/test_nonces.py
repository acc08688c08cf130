import pytest

from verification.challenge.nonces import KEY_BYTES, frame_nonce, is_frame_nonce

KEY = bytes(range(KEY_BYTES))


def test_a_nonce_fits_its_frame_and_challenge_only() -> None:
    nonce = frame_nonce(KEY, 3)

    assert is_frame_nonce(nonce, KEY, 3)
    assert not is_frame_nonce(nonce, KEY, 4)
    assert not is_frame_nonce(nonce, bytes(KEY_BYTES), 3)


@pytest.mark.parametrize("said", ["", "0" * 32, "é", "\ud800", "'; --"])
def test_anything_else_is_no_nonce(said: str) -> None:
    assert not is_frame_nonce(said, KEY, 0)


def test_nonces_differ_and_say_nothing_of_their_place() -> None:
    nonces = {frame_nonce(KEY, index) for index in range(30)}

    assert len(nonces) == 30
    assert all(len(nonce) == 32 and int(nonce, 16) >= 0 for nonce in nonces)


@pytest.mark.parametrize(("key", "index"), [(b"", 0), (KEY[:-1], 0), (KEY, -1)])
def test_a_short_key_or_a_negative_place_is_a_bug(key: bytes, index: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        frame_nonce(key, index)
