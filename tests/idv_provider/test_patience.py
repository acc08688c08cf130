"""How long the web server waits for somebody who has fallen silent."""

import socket
import struct
from types import SimpleNamespace

import pytest

from idv_provider import patience


def test_a_connection_inherits_the_listeners_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SILENCE_SECONDS", 7)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        patience.limit_silence(SimpleNamespace(LISTENERS=[SimpleNamespace(sock=listener)]))
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()

    with accepted:
        accepted.setblocking(True)  # as gunicorn does before it reads
        set_to = accepted.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16)
    assert struct.unpack("@ll", set_to) == (7, 0)
