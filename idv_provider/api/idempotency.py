"""A POST that is sent again is answered again, and done once (draft-ietf-httpapi-idempotency-key).

The key's row is made first, in the transaction of what is done: of two at once the second waits for
the first and then reads its answer. What failed is not remembered: it changed nothing.

An answer may hold a new secret. It is kept sealed with the deployment's key, bound to its row, for
a day: a program whose connection broke gets the secret, and the database alone tells nobody.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from idv_provider.api.base import ApiView, token_of
from idv_provider.api.models import KeptAnswer
from idv_provider.api.problems import KeyReused
from verification import sealing

KEPT = timedelta(hours=24)
HEADER = "Idempotency-Key"
_KEY = re.compile(r'"?[\x21\x23-\x7e]{8,200}"?')
_Post = Callable[..., Response]


def once(post: _Post) -> _Post:
    """Have a ``post`` method of a view honour the header."""

    @wraps(post)
    def wrapped(view: ApiView, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        key = request.headers.get(HEADER)
        if key is None:
            return post(view, request, *args, **kwargs)
        if not _KEY.fullmatch(key):
            raise exceptions.ParseError(f"{HEADER} is 8 to 200 visible ASCII characters.")
        with transaction.atomic():
            row, new = _row(request, key.strip('"'))
            if not new:
                return _again(row)
            response = post(view, request, *args, **kwargs)
            _keep(row, response)
        return response

    return wrapped


def purge() -> int:
    """Forget answers that are too old to be asked for; return how many."""
    deleted, _ = KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return deleted


def _row(request: Request, key: str) -> tuple[KeptAnswer, bool]:
    """Return the key's row, and whether this request made it.

    Raises:
        KeyReused: it came with another method, address or body.
    """
    django = request._request  # noqa: SLF001  # the body as it was sent
    said = b"\n".join((str(request.method).encode(), request.get_full_path().encode(), django.body))
    digest = hashlib.sha256(said).digest()
    row, new = KeptAnswer.objects.get_or_create(
        token=token_of(request),
        key_digest=hashlib.sha256(key.encode()).digest(),
        defaults={"request_digest": digest},
    )
    if bytes(row.request_digest) != digest:
        raise KeyReused
    return row, new


def _keep(row: KeptAnswer, response: Response) -> None:
    headers = {name: response[name] for name in ("Location",) if name in response}
    body = {"status": response.status_code, "headers": headers, "data": response.data}
    row.answer_sealed = sealing.seal(JSONRenderer().render(body), context=_context(row))
    row.save(update_fields=["answer_sealed"])


def _again(row: KeptAnswer) -> Response:
    kept = json.loads(sealing.unseal(bytes(row.answer_sealed), context=_context(row)))
    headers = {**kept["headers"], "Idempotent-Replayed": "true"}
    return Response(kept["data"], status=kept["status"], headers=headers)


def _context(row: KeptAnswer) -> str:
    return f"api answer:{row.pk}"
