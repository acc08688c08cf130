"""What a file is, by its first bytes: to tell a person what they sent, never to trust it."""

_STARTS = (
    (b"%PDF-", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1aE\xdf\xa3", "MKV, WebM"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
)
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}


def name_of_format(data: bytes) -> str | None:
    """Name the format as people of every language call it, such as ``PDF``; None: not known.

    >>> name_of_format(b"%PDF-1.7")
    'PDF'
    """
    if data[:4] == b"RIFF":
        return "WebP" if data[8:12] == b"WEBP" else "AVI, WAV"
    if data[4:8] == b"ftyp":
        return _name_of_brand(data[8:12])
    if b"<svg" in data[:1024].lower():
        return "SVG"
    if data[:512].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return "HTML, XML"
    return next((name for start, name in _STARTS if data.startswith(start)), None)


def _name_of_brand(brand: bytes) -> str:
    if brand in _HEIC_BRANDS:
        return "HEIC"
    return "AVIF" if brand in _AVIF_BRANDS else "MP4, MOV"
