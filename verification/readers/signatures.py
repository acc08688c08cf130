"""What a file is, by its first bytes: to tell a person what they sent, never to trust it."""

_STARTS = (
    (b"%PDF-", "a PDF"),
    (b"\xff\xd8\xff", "a JPEG"),
    (b"\x89PNG\r\n\x1a\n", "a PNG"),
    (b"GIF87a", "a GIF"),
    (b"GIF89a", "a GIF"),
    (b"II*\x00", "a TIFF"),
    (b"MM\x00*", "a TIFF"),
    (b"BM", "a BMP"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
)
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}


def name_of_format(data: bytes) -> str | None:
    """Name the format with its article, such as ``a PDF``; None when it is not known.

    >>> name_of_format(b"%PDF-1.7")
    'a PDF'
    """
    if not data:
        return "an empty file"
    if data[:4] == b"RIFF":
        return "a WebP" if data[8:12] == b"WEBP" else "a video or sound"
    if data[4:8] == b"ftyp":
        return _name_of_brand(data[8:12])
    if b"<svg" in data[:1024].lower():
        return "an SVG drawing"
    if data[:512].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return "a web page or XML"
    return next((name for start, name in _STARTS if data.startswith(start)), None)


def _name_of_brand(brand: bytes) -> str:
    if brand in _HEIC_BRANDS:
        return "a HEIC picture, which this service cannot read yet"
    return "an AVIF picture" if brand in _AVIF_BRANDS else "a video"
