import contextlib
import io
import resource
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from verification.readers import images
from verification.readers.images import ImageRefused
from verification.readers.jpeg_scans import is_held_whole

# Pillow warns of the broken EXIF that these tests are about.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def picture(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """A picture with something to see: brighter to the right, and a dark corner at the top left."""
    ramp = np.tile(np.linspace(40, 220, size[0], dtype=np.uint8), (size[1], 1))
    ramp[: size[1] // 4, : size[0] // 4] = 0
    return Image.fromarray(ramp).convert(mode)


def encoded(image: Image.Image | None = None, format_: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    (image or picture()).save(buffer, format_, **options)
    return buffer.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *extra: bytes, rows: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + data + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("format_", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
def test_reads_every_kind_of_jpeg_png_and_webp_to_rgb(format_: str, mode: str) -> None:
    source = picture()
    if mode == "I;16":
        image = Image.fromarray(np.asarray(source.convert("L")).astype(np.uint16) * 256)
    else:
        image = source.convert(mode)

    pixels = images.decode(encoded(image, format_))

    assert pixels.dtype == np.uint8
    assert pixels.shape == (480, 640, 3)
    wanted = np.asarray(source.convert("RGB"), np.int16)
    slack = 130 if mode == "1" else 30
    assert np.median(np.abs(pixels.astype(np.int16) - wanted)) < slack


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turns_pictures_upright(orientation: int) -> None:
    upright = picture()
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(undo[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation

    pixels = images.decode(encoded(stored, exif=exif))

    assert pixels.shape == (480, 640, 3)
    assert pixels[:100, :140].mean() < 10
    assert pixels[400:, 600:].mean() > 180


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*" * 9]
)
def test_broken_exif_spoils_nothing(exif: bytes) -> None:
    assert images.decode(encoded(exif=exif)).shape == (480, 640, 3)


def test_nothing_but_pixels_survives() -> None:
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "secret-comment")
    sources = [
        encoded(exif=exif, comment=b"secret-comment", icc_profile=b"secret-profile" * 20),
        encoded(format_="PNG", pnginfo=text),
        encoded() + b"<html>secret-trailer</html>PK\x03\x04",
    ]

    for source in sources:
        clean = images.reencode(images.decode(source))
        with Image.open(io.BytesIO(clean)) as image:
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"secret" not in clean
        assert b"script" not in clean


@pytest.mark.parametrize(
    ("data", "names"),
    [
        pytest.param(b"%PDF-1.7\n...", "PDF", id="pdf"),
        pytest.param(
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC photo, which we cannot", id="heic"
        ),
        pytest.param(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "save it as JPEG", id="heif"),
        pytest.param(b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF", id="avif"),
        pytest.param(b"\0\0\0\x18ftypisom\0\0\0\0", "MP4, MOV", id="mp4"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG", id="svg"),
        pytest.param(b'<?xml version="1.0"?><svg/>', "SVG", id="svg with prolog"),
        pytest.param(b"<!DOCTYPE html><p>", "HTML, XML", id="html"),
        pytest.param(encoded(format_="GIF"), "GIF", id="gif"),
        pytest.param(encoded(format_="TIFF"), "TIFF", id="tiff"),
        pytest.param(encoded(format_="BMP"), "BMP", id="bmp"),
        pytest.param(b"PK\x03\x04" + b"\0" * 50, "ZIP", id="zip"),
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"hello", "not a picture", id="text"),
        pytest.param(b"\0" * 5000, "not a picture", id="zeros"),
    ],
)
def test_says_what_the_file_is_and_what_to_send(data: bytes, names: str) -> None:
    with pytest.raises(ImageRefused) as refused:
        images.inspect(data)

    assert refused.value.code == "image.format"
    assert names in refused.value.message % refused.value.values
    assert not data or "JPEG" in refused.value.message


def test_a_formats_name_is_not_believed() -> None:
    with pytest.raises(ImageRefused):
        images.decode(b"\xff\xd8\xff" + encoded(format_="GIF"))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_ends_too_early_is_refused(format_: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    whole = encoded(Image.fromarray(noise), format_)

    with pytest.raises(ImageRefused) as refused:
        images.decode(whole[: int(len(whole) * share)])

    assert refused.value.code == "image.damaged"


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(ImageRefused) as refused:
        images.inspect(encoded() + b"\0" * images.MAX_BYTES)

    assert refused.value.code == "image.too_many_bytes"


@pytest.mark.parametrize(
    "size", [(20_000, 20_000), (8_000, 7_000), (10_000, 8_000), (30_000, 4_000)]
)
def test_too_many_pixels_are_refused_by_the_header(size: tuple[int, int]) -> None:
    bomb = png(*size, rows=b"\0" * 2000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for step in (images.inspect, images.decode):
        with pytest.raises(ImageRefused) as refused:
            step(bomb)
        assert refused.value.code == "image.too_many_pixels"

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_webp_has_a_lower_cap_as_its_decoder_takes_more_memory() -> None:
    flat = encoded(Image.new("RGB", (5000, 4100)), "WEBP", lossless=True, method=0, quality=0)

    with pytest.raises(ImageRefused) as refused:
        images.inspect(flat)

    assert refused.value.code == "image.too_many_pixels"
    assert "20 megapixels" in refused.value.message % refused.value.values


def jpeg_that_claims(size: tuple[int, int], **options: Any) -> bytes:
    """A small JPEG whose frame header (ITU-T T.81, B.2.2) names another size."""
    data = encoded(picture((64, 64)), **options)
    own, claimed = (struct.pack(">BHH", 8, *reversed(one)) for one in ((64, 64), size))
    assert data.count(own) == 1
    return data.replace(own, claimed)


@pytest.mark.parametrize("subsampling", [0, 2])
def test_a_progressive_jpeg_has_a_lower_cap_as_it_is_held_whole(subsampling: int) -> None:
    large, small = (6100, 4200), (5600, 4200)

    images.inspect(jpeg_that_claims(large, subsampling=subsampling))
    images.inspect(jpeg_that_claims(small, progressive=True, subsampling=subsampling))
    with pytest.raises(ImageRefused) as refused:
        images.inspect(jpeg_that_claims(large, progressive=True, subsampling=subsampling))

    assert refused.value.code == "image.too_many_pixels"
    assert "25 megapixels" in refused.value.message % refused.value.values


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


@pytest.mark.parametrize(
    ("segments", "held"),
    [
        pytest.param([(0xC0, b"\x08\0\x10\0\x10\x03"), (0xDA, b"\x03")], False, id="baseline"),
        pytest.param([(0xC0, b"\x08\0\x10\0\x10\x03"), (0xDA, b"\x01")], True, id="by colour"),
        pytest.param([(0xC2, b"\x08\0\x10\0\x10\x03")], True, id="progressive"),
        pytest.param([(0xE0, b"JFIF"), (0xC0, b"\x08\0\x10\0\x10\x01"), (0xDA, b"\x01")], False),
        pytest.param([(0xDA, b"\x03")], True, id="no frame"),
        pytest.param([(0xC0, b"")], True, id="no scan"),
        pytest.param([], True, id="nothing"),
    ],
)
def test_a_jpeg_that_is_not_decoded_piece_by_piece_is_told(
    segments: list[tuple[int, bytes]], held: bool
) -> None:
    data = b"\xff\xd8" + b"".join(segment(marker, body) for marker, body in segments)

    assert is_held_whole(data) is held


@given(st.binary(max_size=80))
def test_any_bytes_are_held_whole_or_not(data: bytes) -> None:
    assert is_held_whole(b"\xff\xd8" + data) in {True, False}


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_animations_are_refused(format_: str) -> None:
    frames = [picture((300, 300)).point(lambda v, k=k: v * k // 3) for k in (1, 2, 3)]
    data = encoded(frames[0], format_, save_all=True, append_images=frames[1:])

    with pytest.raises(ImageRefused) as refused:
        images.inspect(data)

    assert refused.value.code == "image.animated"


def test_a_phones_two_frame_jpeg_is_its_first_frame() -> None:
    data = encoded(picture(), "MPO", save_all=True, append_images=[picture((320, 240))])

    assert images.inspect(data).format == "JPEG"
    assert images.decode(data).shape == (480, 640, 3)


def test_a_tiny_picture_is_refused() -> None:
    with pytest.raises(ImageRefused) as refused:
        images.inspect(encoded(picture((640, 100))))

    assert refused.value.code == "image.too_small"


@pytest.mark.parametrize(
    ("format_", "options"),
    [("JPEG", {}), ("PNG", {"compress_level": 1}), ("WEBP", {"method": 0})],
)
def test_large_pictures_come_out_at_working_size(format_: str, options: dict[str, int]) -> None:
    pixels = images.decode(encoded(picture((4032, 3024)), format_, **options))

    assert pixels.shape[1] <= images.WORKING_SIDE
    assert pixels.shape[1] / pixels.shape[0] == pytest.approx(4 / 3, abs=0.01)


@pytest.mark.parametrize(
    ("size", "shape"), [((4000, 3000), (1500, 2000)), ((3000, 4000), (2000, 1500))]
)
def test_a_selfie_of_12_megapixels_comes_out_at_half_its_size(
    size: tuple[int, int], shape: tuple[int, int]
) -> None:
    pixels = images.decode(encoded(picture(size)), side=images.SELFIE_SIDE)

    assert pixels.shape[:2] == shape


@pytest.mark.parametrize("size", [(640, 480), (4600, 580), (5999, 4000), (1000, 7000), (200, 1600)])
def test_what_was_decoded_once_decodes_again_to_the_same_size(size: tuple[int, int]) -> None:
    once = images.decode(encoded(picture(size), "PNG", compress_level=1))

    assert images.decode(images.reencode(once)).shape == once.shape


def test_a_narrow_strip_is_refused() -> None:
    with pytest.raises(ImageRefused) as refused:
        images.inspect(encoded(picture((3000, 300))))

    assert refused.value.code == "image.too_narrow"


def test_transparent_parts_are_white() -> None:
    image = picture(mode="RGBA")
    image.putalpha(0)

    assert images.decode(encoded(image, "PNG")).min() == 255


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
)
def test_damaged_files_give_pixels_or_a_refusal(
    format_: str, changes: list[tuple[float, int]]
) -> None:
    data = bytearray(SMALL[format_])
    for place, byte in changes:
        data[int(place * len(data))] = byte
    with contextlib.suppress(ImageRefused):
        assert images.decode(bytes(data)).ndim == 3


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\1\0WEBPVP8 "]), st.binary()
)
def test_a_good_beginning_with_anything_behind_it_is_no_crash(start: bytes, rest: bytes) -> None:
    with pytest.raises(ImageRefused):
        images.decode(start + rest)


def _small(format_: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(picture((240, 210)), format_, exif=exif)


SMALL = {format_: _small(format_) for format_ in ("JPEG", "PNG", "WEBP")}


def test_measures_tell_sharp_from_blurred_dark_from_bright_and_glare() -> None:
    noise = np.random.default_rng(1).integers(60, 190, (600, 800, 3)).astype(np.uint8)
    blurred = images.decode(encoded(Image.fromarray(noise).resize((100, 75)).resize((800, 600))))
    glaring = noise.copy()
    glaring[:150] = 255

    sharp = images.measure(noise)

    assert images.measure(blurred).sharpness < sharp.sharpness / 10
    assert images.measure(noise // 4).brightness == pytest.approx(sharp.brightness / 4, abs=2)
    assert images.measure(glaring).glare == pytest.approx(0.25, abs=0.02)
    assert (sharp.width, sharp.height, sharp.glare) == (800, 600, 0)
