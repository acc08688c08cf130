"""How long the web server waits for a caller who has fallen silent in the middle of a request.

A phone that lost its connection half-way through a picture, or somebody who means it, would keep a
thread for ever. A proxy that takes requests in whole, as nginx does, never lets it come to that.
"""

import socket
import struct
from typing import Any

SILENCE_SECONDS = 20


def limit_silence(server: Any) -> None:  # noqa: ANN401  # gunicorn's, published without types
    """Set the receive time-out of every connection that is going to be accepted.

    Sockets inherit it from the one that listens (Linux); gunicorn itself sets none.
    """
    timeout = struct.pack("@ll", SILENCE_SECONDS, 0)  # struct timeval
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeout)
