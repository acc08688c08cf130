"""One nonce for each frame: known only to the page that had the frame before it taken in."""

import hashlib
import hmac

KEY_BYTES = 32
_LABEL = b"challenge frame"


def frame_nonce(key: bytes, index: int) -> str:
    """Return the nonce of a frame, 32 hexadecimal digits.

    Args:
        key: 32 random bytes, drawn for one challenge and kept on the server.
        index: 0 for the first frame.

    Raises:
        ValueError: the key has another length, or the index is negative.
    """
    if len(key) != KEY_BYTES or index < 0:
        raise ValueError("a frame's nonce needs a key of 32 bytes and an index from 0")
    return hmac.new(key, _LABEL + index.to_bytes(4), hashlib.sha256).hexdigest()[:32]


def is_frame_nonce(said: str, key: bytes, index: int) -> bool:
    """Return whether this is the frame's nonce, in constant time. ``said`` is hostile text."""
    return hmac.compare_digest(frame_nonce(key, index).encode(), said.encode(errors="replace"))
