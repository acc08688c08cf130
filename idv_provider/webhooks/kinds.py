"""What an endpoint can be told of. Pure."""

TEST = "webhook.test"
KINDS: tuple[tuple[str, str], ...] = (
    ("session.started", "A person has consented and begins"),
    ("session.review", "A verification waits for a reviewer"),
    ("session.verified", "A person was verified"),
    ("session.failed", "A person was not verified"),
    ("session.cancelled", "The person gave up"),
    ("session.expired", "Time ran out"),
    ("session.errored", "It could not be assessed"),
    ("application.disabled", "An application was switched off"),
    ("key.rotated", "A signing key was put in the place of another"),
)
