"""How gunicorn serves a deployment: gunicorn -c idv_provider/gunicorn_conf.py idv_provider.wsgi.

gunicorn itself reads PORT, WEB_CONCURRENCY (processes) and, for everything else,
GUNICORN_CMD_ARGS: docs/reference/settings.md.
"""

from pathlib import Path
from typing import Any

# Loaded once, before the processes part: they share the memory, and unfit settings stop the start
# instead of every process anew.
preload_app = True
worker_class = "gthread"
threads = 8
# Longer than a proxy keeps a connection for its next request.
keepalive = 75
timeout = 30
graceful_timeout = 30
# No access log: addresses hold request_uris and the ids of sessions. The proxy has its own.
accesslog = None
control_socket_disable = True
# On a read-only file system, and no waiting for a disk to say that a process is alive.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # gunicorn's own files


def when_ready(server: Any) -> None:  # noqa: ANN401  # gunicorn's, published without types
    """Begin to listen."""
    from idv_provider.patience import limit_silence  # noqa: PLC0415  # this file is read first

    limit_silence(server)


logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "idv_provider.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
