"""What is told of the device at one end of a hand-off: its browser and, roughly, its place.

Hints for a person and for the ledger. A browser may call itself anything, and a network is no
place; nothing is decided on them but what a flow says of ends that differ.
"""

import ipaddress
import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from verification import limits

# The first that fits names the browser, or the system; most browsers also claim to be others.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
_PHONES = re.compile(r"iPhone|iPad|Android|Mobi")
# ISO 3166-1 alpha-2; what proxies send when they do not know is XX, and for Tor T1.
_COUNTRY = re.compile(r"(?!XX|ZZ)[A-Z]{2}")
# What anonymised statistics keep of an address.
_KEPT_BITS = {4: 24, 6: 48}


@dataclass(frozen=True, slots=True)
class End:
    """One end of a hand-off; what is not known is empty.

    Attributes:
        browser: such as "Firefox on Windows".
        network: the first 24 bits of an IPv4 address, or 48 of an IPv6 one.
        country: two letters, as the proxy says.
    """

    browser: str = ""
    network: str = ""
    country: str = ""


def end_of(request: HttpRequest) -> End:
    """Return what is known of whoever sent the request."""
    return End(
        browser=_browser(request.headers.get("User-Agent", "")),
        network=_network(limits.client_address(request)),
        country=_country(request),
    )


def is_phone(request: HttpRequest) -> bool:
    """Whether the browser says that it is on a phone or a tablet."""
    return _PHONES.search(request.headers.get("User-Agent", "")) is not None


def other_country(one: End, other: End) -> bool:
    """Whether the countries differ; one that is unknown agrees with none."""
    return not one.country or one.country != other.country


def other_network(one: End, other: End) -> bool:
    """Whether the networks differ; one that is unknown agrees with none."""
    return not one.network or one.network != other.network


def _browser(agent: str) -> str:
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if browser and system else browser or system


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    return str(ipaddress.ip_network((parsed, _KEPT_BITS[parsed.version]), strict=False))


def _country(request: HttpRequest) -> str:
    if not settings.COUNTRY_HEADER:
        return ""
    country = request.headers.get(settings.COUNTRY_HEADER, "").strip()
    return country if _COUNTRY.fullmatch(country) else ""
