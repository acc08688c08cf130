"""A client's public keys, as registered or as its address serves them."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.cache import caches
from jwcrypto import jwk

from applications import client_keys
from applications.models import Application
from oidc import safe_fetch

log = logging.getLogger(__name__)

_KEPT_SECONDS = 300
# A key that is not in the kept set may be new; but its address is asked no oftener than this.
_PAUSE_SECONDS = 30


def candidates(application: Application) -> Iterator[list[jwk.JWK]]:
    """Yield the client's key sets, cheapest first: registered, kept, fetched anew."""
    if application.jwks:
        yield client_keys.load(application.jwks)
    if not application.jwks_uri:
        return
    cache = caches["process"]  # the shared one may be away, and is not for keys
    name = f"oidc.jwks:{application.pk}:{application.jwks_uri}"
    kept = cache.get(name)
    if kept is not None:
        yield client_keys.load(kept)
    if cache.add(f"{name}:asked", True, _PAUSE_SECONDS):
        fetched = _fetch(application.jwks_uri)
        if fetched is not None:  # what is kept stays, so that a short outage costs nothing
            cache.set(name, fetched, _KEPT_SECONDS)
            yield client_keys.load(fetched)


def _fetch(url: str) -> Any:  # noqa: ANN401  # JSON, judged by client_keys
    try:
        return safe_fetch.get_json(url)
    except safe_fetch.FetchRefused as refused:
        log.warning("a client's key set could not be fetched: %s", refused)
        return None
