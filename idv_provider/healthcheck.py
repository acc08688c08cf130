"""Ask the web server on this machine whether it could serve: python -m idv_provider.healthcheck.

For the container's health check. It loads no settings, so that it costs next to nothing.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit

_SECONDS = 5


def is_ready(port: int, public_url: str) -> bool:
    """Return whether it answers on ``port``, asked by the name that it goes by."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request("GET", "/health/ready", headers={"Host": urlsplit(public_url).netloc})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_ready(int(os.environ.get("PORT", "8000")), os.environ["IDV_PUBLIC_URL"]))
