"""The settings of single sign-on to the console, read and checked. Knows no Django."""

from idv_provider.env import Reader

OWNER = "Owner"
ROLES = (OWNER, "Integration manager", "Reviewer", "Auditor", "Support")
_BY_WORD = {role.casefold(): role for role in ROLES}


def role_mapping(env: Reader) -> dict[str, str]:
    """Read ``IDV_SSO_ROLES``: ``value=role`` pairs with commas between them."""
    text = env.text("IDV_SSO_ROLES", "")
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    found: dict[str, str] = {}
    for value, _, word in pairs:
        role = _BY_WORD.get(word.strip().casefold())
        if role is None or not value.strip():
            roles = ", ".join(ROLES)
            env.problems.append(f"IDV_SSO_ROLES must be value=role pairs; the roles are: {roles}.")
            return {}
        found[value.strip()] = role
    return found


def provider(env: Reader, *, issuer: str, name: str, roles: dict[str, str]) -> dict[str, object]:
    """Return what allauth has to know of the provider; empty without an issuer."""
    client_id = env.text("IDV_SSO_CLIENT_ID", "")
    secret = env.secret("IDV_SSO_CLIENT_SECRET", "")
    if not issuer:
        return {}
    for variable, value in (
        ("IDV_SSO_CLIENT_ID", client_id),
        ("IDV_SSO_CLIENT_SECRET", secret),
        ("IDV_SSO_ROLES", roles),
    ):
        if not value:
            env.problems.append(f"IDV_SSO_ISSUER needs {variable}.")
    app = {
        "provider_id": "sso",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
