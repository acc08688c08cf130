"""How much the workers have before them, and when nothing more is taken in.

A picture or a recording costs a worker a second or more, and is sent in a moment. Beyond a bound
whoever comes is asked to come back, before the picture is looked at or a try is used up. What was
taken in is finished: assessments, and the frames of a recording that runs, are never held off.
"""

import logging

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from verification import limits
from verification.models import Capture, Recording

log = logging.getLogger(__name__)

# Within it some of those who wait have been served.
RETRY_SECONDS = 10
BUSY = _("A lot of people are being checked right now. Please try again in a minute.")


def is_full() -> bool:
    """Whether ``IDV_MOST_WAITING`` pictures and recordings wait, or are just being read.

    The database is asked, which knows of work that the broker lost; two short partial indexes tell,
    and no more rows are looked at than the bound.
    """
    most: int = settings.MOST_WAITING
    waiting = Capture.objects.filter(status=Capture.Status.READING)[:most].count()
    if waiting < most:
        waiting += Recording.objects.filter(status=Recording.Status.READING)[:most].count()
    full = waiting >= most
    if full and not limits.hit("logged:backlog", 1):  # once a minute: a flood fills no log
        log.warning("%d pictures and recordings wait for the workers: no more are taken in", most)
    return full
