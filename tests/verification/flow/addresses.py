"""The flow's addresses, as the tests name them."""

from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse

from verification.models import Session

PAGES = ("welcome", "resume", "document", "selfie", "progress", "done", "cancel", "status")
CHANGES = ("welcome", "document", "selfie", "cancel", "extend")


def at(name: str, session: Session) -> str:
    return reverse(f"verification:{name}", args=[session.pk])


def send(
    person: Client, session: Session, kind: str, data: bytes, *, script: bool = False, **more: Any
) -> Any:
    """Send a picture as the page's form does, or as its script does."""
    file = BytesIO(data)
    file.name = "picture.jpg"
    headers = {"accept": "application/json" if script else "text/html,*/*;q=0.8"}
    return person.post(
        at(kind, session), {"source": "upload", "picture": file}, headers=headers, **more
    )
