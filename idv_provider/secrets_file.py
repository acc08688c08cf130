"""The embedded mode's own secrets: made once, kept in a file only its owner can read."""

import base64
import json
import os
import secrets
from pathlib import Path


def load_or_create(folder: Path) -> dict[str, str]:
    """Return ``{"secret_key", "encryption_key"}`` from ``folder``, made on the first call."""
    path = folder / "secrets.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, {"secret_key": secrets.token_urlsafe(48), "encryption_key": new_key()})
    loaded: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def new_key() -> str:
    """Return 32 random bytes in base64, as IDV_ENCRYPTION_KEYS wants them."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _write_once(path: Path, values: dict[str, str]) -> None:
    """Write, then link into place, so that two starting processes agree on one file."""
    draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(values), encoding="utf-8")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first, and its values hold
    finally:
        draft.unlink()
