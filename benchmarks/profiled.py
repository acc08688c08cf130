"""The WSGI application under cProfile; ``IDV_PROFILE`` names the file. For one thread only."""

import atexit
import cProfile
import os
from collections.abc import Callable, Iterable
from typing import Any

from idv_provider.wsgi import application as _application

_profile = cProfile.Profile()
atexit.register(lambda: _profile.dump_stats(os.environ["IDV_PROFILE"]))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Serve one request under the profile."""
    _profile.enable()
    try:
        return _application(environ, start_response)
    finally:
        _profile.disable()
