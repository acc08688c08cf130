"""Uploads stay in memory, up to a cap: a photograph never touches the disk in the clear."""

from typing import IO

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

# Up to this size the rest of a refused upload is read and dropped, so that the browser gets to
# hear why; beyond it the connection is closed.
_COURTESY_BYTES = 64 * 1024**2
_AT_ONCE = 64 * 1024


class BoundedMemoryUploadHandler(MemoryFileUploadHandler):
    """Django's in-memory handler, always on, that keeps nothing past ``MAX_UPLOAD_BYTES``.

    A refused file is not in ``request.FILES``; ``request.META["idv.too_large"]`` tells why.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        meta: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.activated = True
        self._received = 0
        self._meta = meta
        self._input = input_data
        self._announced = content_length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._received += len(raw_data)
        if self._received > settings.MAX_UPLOAD_BYTES:
            self._meta["idv.too_large"] = "1"
            if self._announced <= _COURTESY_BYTES:
                self._drain()
            raise StopUpload(connection_reset=True)
        return super().receive_data_chunk(raw_data, start)

    def _drain(self) -> None:
        """Read the rest and drop it. Django itself would read it by lines, of any length."""
        while self._input.read(_AT_ONCE):
            pass
