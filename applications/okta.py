"""What an Okta org's domain says about its redirect URI. Pure."""

import re
from collections.abc import Iterable

# Okta's developer guide, "Integrate Okta with identity verification vendors".
CALLBACK_PATH = "/idp/identity-verification/callback"
_ADMIN_SUFFIXES = ("-admin.okta.com", "-admin.oktapreview.com", "-admin.okta-emea.com")
_NOT_IN_DOMAINS = (
    (":", "names a port. An Okta org's domain has none: leave it out."),
    ("*", "holds a wildcard. Type each domain on a line of its own."),
)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z")  # RFC 1123 section 2.1
_LONGEST_HOST = 253


def callback(domain: str) -> str:
    """Return the redirect URI that an org at ``domain`` uses."""
    return f"https://{domain.lower()}{CALLBACK_PATH}"


def domain_problem(domain: str) -> str:
    """Return what is wrong with ``domain`` as somebody typed it, and what to type; or nothing."""
    host = domain.lower()
    if "/" in host:
        bare = host.rpartition("://")[2].partition("/")[0]
        return f"{domain} is an address. Type the domain alone: {bare or 'acme.okta.com'}"
    for sign, problem in _NOT_IN_DOMAINS:
        if sign in host:
            return f"{domain} {problem}"
    if not host.isascii():
        return f"{domain} is not ASCII. Type its xn-- form, as the browser's certificate shows it."
    return _name_problem(domain, host)


def advice(redirect_uris: Iterable[str]) -> list[str]:
    """Return a sentence for each URI on Okta's own domains that Okta will never use."""
    return [
        f"{uri} is on Okta's domain, yet Okta returns to {CALLBACK_PATH} only."
        for uri in redirect_uris
        if re.match(r"https://[^/]+\.(okta|oktapreview|okta-emea)\.com(/|\Z)", uri.lower())
        and not uri.endswith(f".com{CALLBACK_PATH}")
    ]


def _name_problem(domain: str, host: str) -> str:
    for suffix in _ADMIN_SUFFIXES:
        if host.endswith(suffix):
            org = host.removesuffix(suffix) + suffix.removeprefix("-admin")
            return f"{domain} is where Okta's administrators sign in. The org's own domain is {org}"
    labels = host.split(".")
    named = len(labels) > 1 and not labels[-1].isdigit() and all(map(_LABEL.match, labels))
    if not named or len(host) > _LONGEST_HOST:
        return f"{domain} is not a domain name such as acme.okta.com"
    return ""
