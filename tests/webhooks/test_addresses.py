"""Where nothing is sent, whatever an administrator types (threats H13 and H15)."""

import socket
import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError

from idv_provider.webhooks import endpoint_secrets, sending
from idv_provider.webhooks.models import Delivery, Endpoint
from oidc import safe_fetch
from tests.webhooks.conftest import Receiver


@pytest.fixture
def hits() -> Iterator[tuple[int, list[object]]]:
    """Listen on the loopback addresses; yield the port and whoever connected."""
    found: list[object] = []
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listeners = [listener]
    if socket.has_ipv6:
        listeners.append(socket.create_server(("::1", port), family=socket.AF_INET6))

    def accept(one: socket.socket) -> None:
        while True:
            try:
                connection, address = one.accept()
            except OSError:
                return
            found.append(address)
            connection.close()

    threads = [threading.Thread(target=accept, args=(one,)) for one in listeners]
    for thread in threads:
        thread.start()
    yield port, found
    for one in listeners:
        one.shutdown(socket.SHUT_RDWR)
        one.close()
    for thread in threads:
        thread.join()


def delivery_to(url: str) -> Delivery:
    endpoint = Endpoint(url=url, kinds=["key.rotated"])
    endpoint_secrets.give(endpoint)
    endpoint.save()
    return sending.test(endpoint)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1:{port}/", "https://[::1]:{port}/", "https://2130706433:{port}/",
        "https://0x7f000001:{port}/", "https://127.1:{port}/", "https://localhost:{port}/",
        "https://0.0.0.0:{port}/", "https://[::ffff:127.0.0.1]:{port}/",
        "https://[64:ff9b::7f00:1]:{port}/", "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/", "https://user@127.0.0.1:{port}/", "http://127.0.0.1:{port}/",
        "https://[fe80::1]/", "https://hooks.example:99999/", "https:///idv",
    ],
)  # fmt: skip
def test_nothing_is_sent_to_an_address_that_is_not_public(
    hits: tuple[int, list[object]], address: str
) -> None:
    url = address.format(port=hits[0])
    with pytest.raises(ValidationError) as refused:
        Endpoint(url=url, kinds=["key.rotated"]).clean()
    assert "Nothing is sent there" in str(refused.value)

    delivery = delivery_to(url)  # as if the name had been public when it was registered

    assert sending.deliver(delivery.pk) is False
    assert hits[1] == []
    delivery.refresh_from_db()
    assert delivery.problem


@pytest.mark.django_db
def test_a_redirect_is_not_followed(
    receiver: tuple[str, type[Receiver]], hits: tuple[int, list[object]]
) -> None:
    receiver[1].status, receiver[1].location = 307, f"https://127.0.0.1:{hits[0]}/"
    delivery = delivery_to(f"{receiver[0]}/")

    assert sending.deliver(delivery.pk) is False

    delivery.refresh_from_db()
    assert delivery.status_code == 307
    assert (len(receiver[1].got), hits[1]) == (1, [])


def test_a_name_is_resolved_once_and_what_was_checked_is_what_is_asked(
    monkeypatch: pytest.MonkeyPatch, hits: tuple[int, list[object]]
) -> None:
    """A name that turns private after the look at it gains nothing."""
    answers = [[(2, 1, 6, "", ("93.184.216.34", hits[0]))], [(2, 1, 6, "", ("127.0.0.1", hits[0]))]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers.pop(0))
    asked: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(address)
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(safe_fetch.FetchRefused):
        safe_fetch.post(f"https://rebinding.example:{hits[0]}/", b"{}", {})

    assert asked == [("93.184.216.34", hits[0])]
    assert hits[1] == []


def test_an_answer_that_drips_is_not_waited_for(
    receiver: tuple[str, type[Receiver]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_fetch, "_MOST_SECONDS", 0.2)
    told = threading.Event()

    def drips(self: Receiver) -> None:
        while not told.wait(0.05):
            try:
                self.wfile.write(b"H")
                self.wfile.flush()
            except OSError:
                return

    monkeypatch.setattr(receiver[1], "do_POST", drips)

    with pytest.raises(safe_fetch.FetchRefused):
        safe_fetch.post(f"{receiver[0]}/", b"{}", {})
    told.set()
