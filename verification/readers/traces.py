"""Names of programs that edit pictures, in a file's metadata.

A cue for a reviewer: whoever edits with care removes it, so absence proves nothing.
"""

import re

_HEAD = 256 * 1024  # bytes; metadata comes first
# By what they write into EXIF, XMP, APP13 and PNG text. Cameras and phones write none of these.
_EDITORS = re.compile(
    rb"Adobe Photoshop|Photoshop 3\.0|Lightroom|GIMP|paint\.net|Pixelmator|Affinity Photo|Snapseed"
    rb"|PicsArt|Facetune|Canva|FaceApp|Midjourney|Stable Diffusion|DALL-E|c2pa\.created"
    rb"|trainedAlgorithmicMedia",
    re.IGNORECASE,
)


def names_editor(data: bytes) -> bool:
    """Whether a file's beginning names a program that edits or makes pictures."""
    return _EDITORS.search(data[:_HEAD]) is not None
