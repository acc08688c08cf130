"""How long to wait after wrong passwords: by account and address together, and by address.

Never by account alone: whoever guesses from elsewhere cannot keep its owner out. Kept in the
database, which is there or nobody signs in; counted before a password is judged, so that many
guesses at once are no way around it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from idv_provider.console.models import WrongPassword

# Guesses that cost nothing, then the wait doubles from BASE to MOST.
FREE_FOR_ACCOUNT = 5
FREE_FOR_ADDRESS = 30
BASE = timedelta(seconds=30)
MOST = timedelta(minutes=15)
_FORGET = timedelta(days=1)


def attempt(username: str, address: str) -> int:
    """Count one guess; return 0, or for how many seconds none is judged.

    Args:
        username: as it was typed; there may be no such account.
        address: a digest of the network address.
    """
    now = timezone.now()
    with transaction.atomic():
        WrongPassword.objects.filter(last_at__lt=now - _FORGET).delete()
        limits = ((_pair(username, address), FREE_FOR_ACCOUNT), (_alone(address), FREE_FOR_ADDRESS))
        rows = [(_row(key, now), free) for key, free in limits]
        wait = max(row.blocked_until - now for row, _ in rows)
        if wait > timedelta():
            return int(wait.total_seconds()) + 1
        for row, free in rows:
            row.count += 1
            row.last_at = now
            row.blocked_until = now + _wait(row.count - free)
            row.save()
    return 0


def succeeded(username: str, address: str) -> None:
    """Forget the account's guesses from there, and take the right one off the address."""
    with transaction.atomic():
        WrongPassword.objects.filter(key=_pair(username, address)).delete()
        row = _row(_alone(address), timezone.now())
        row.count = max(row.count - 1, 0)
        row.save()


def _wait(over: int) -> timedelta:
    if over < 0:
        return timedelta()
    doubled: timedelta = BASE * 2 ** min(over, 10)
    return min(doubled, MOST)


def _row(key: str, now: datetime) -> WrongPassword:
    WrongPassword.objects.bulk_create(
        [WrongPassword(key=key, last_at=now, blocked_until=now)], ignore_conflicts=True
    )
    return WrongPassword.objects.select_for_update().get(pk=key)


def _pair(username: str, address: str) -> str:
    return _digest(f"{username.strip().casefold()}\0{address}")


def _alone(address: str) -> str:
    return _digest(address)


def _digest(text: str) -> str:
    return salted_hmac("console.lockout", text, algorithm="sha256").hexdigest()
