"""A kept connection is looked at before each request; Django's own look costs a round trip."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Finds out that the server has hung up from the socket, which is free to ask."""

    def is_usable(self) -> bool:
        """Return whether the connection can be used.

        An idle connection on which something has arrived is either at its end or has a notice;
        that, and one on which an error occurred, is asked in earnest.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.errors_occurred or _has_news(self.connection.fileno()):
            return super().is_usable()
        return True


def _has_news(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))
