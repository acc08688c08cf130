"""An account's name as its owner knows it again, and nobody else learns it. Pure."""

import re

_DOTS = "•••"
_LONGEST = 254  # of an address (RFC 5321)
# One @, a dotted domain, nothing that could not be shown in a line.
_ADDRESS = re.compile(r"([^\s@<>\"]{1,64})@([^\s@<>\".]+)(?:\.[^\s@<>\".]+)*\.([^\s@<>\".]{2,20})")


def mask(login: str) -> str:
    """Return ``p•••@e•••.com`` for ``peter@example.com``; empty for what is no address.

    An id of the relying party's says nothing to a person, so it is not shown in part either.
    """
    if len(login) > _LONGEST or not login.isprintable():
        return ""
    address = _ADDRESS.fullmatch(login)
    if address is None:
        return ""
    local, domain, top = address.groups()
    return f"{local[0]}{_DOTS}@{domain[0]}{_DOTS}.{top}"
