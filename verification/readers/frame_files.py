"""Whether bytes can be a challenge's frame, from the header alone: for the web process."""

from verification.readers import images

MAX_BYTES = 250_000
MAX_SIDE = 960


def inspect_frame(data: bytes) -> None:
    """Check the size, the format and the dimensions without decoding a pixel.

    All frames of a challenge are held in memory at once: each has to be small.

    Raises:
        ImageRefused: no JPEG, or too large or small a one.
    """
    if len(data) > MAX_BYTES:
        raise images.ImageRefused("image.too_many_bytes", "This frame is too large.")
    header = images.inspect(data)
    if header.format != "JPEG":
        raise images.ImageRefused("image.format", "A frame is a JPEG.")
    if max(header.width, header.height) > MAX_SIDE:
        raise images.ImageRefused("image.too_many_pixels", "This frame is too large.")
