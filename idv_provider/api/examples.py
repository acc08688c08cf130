"""A body for each operation that takes one, which works as it is; the OpenAPI document shows it."""

from drf_spectacular.utils import OpenApiExample

NEW_APPLICATION = OpenApiExample(
    "An Okta org",
    {
        "name": "Okta of Example Inc.",
        "redirect_uris": ["https://example.okta.com/idp/identity-verification/callback"],
        "flows": ["strict"],
        "default_flow": "strict",
    },
    request_only=True,
)
DISABLED = OpenApiExample("Refuse it at once", {"enabled": False}, request_only=True)
OVERLAP = OpenApiExample("An hour to change it", {"overlap_minutes": 60}, request_only=True)
NEW_FLOW = OpenApiExample(
    "Passports, with an active challenge",
    {"slug": "strict", "name": "Strict", "liveness": "active", "face_fmr": 0.0001},
    request_only=True,
)
STRICTER = OpenApiExample(
    "A person looks at one in ten",
    {"review_share": 10, "note": "As agreed with the security team"},
    request_only=True,
)
