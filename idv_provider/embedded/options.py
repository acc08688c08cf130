"""What may be said on the demo's command line."""

import argparse
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8000


@dataclass(frozen=True, slots=True)
class Options:
    """How to run the demo.

    Attributes:
        port: to serve on, of this machine alone.
        data_dir: where database, secrets and logs are; None: somewhere new that is removed again.
        public_url: address under which browsers find us.
        headless: run two journeys, judge them and end, instead of serving.
        reset_password: give the administrator a new password.
    """

    port: int
    data_dir: Path | None
    public_url: str
    headless: bool
    reset_password: bool


def parse(arguments: list[str], *, free_port: int) -> Options:
    """Read the command line; ``free_port`` is what a headless run takes when none is given."""
    parser = argparse.ArgumentParser(
        prog="manage.py demo",
        description="Run the provider, its worker, its database and a sandbox Okta org in one go.",
    )
    parser.add_argument("--port", type=_port, help=f"to serve on ({DEFAULT_PORT})")
    parser.add_argument("--data-dir", type=Path, help=f"of database and secrets ({ROOT / 'var'})")
    parser.add_argument("--public-url", help="where browsers find it (http://127.0.0.1:PORT)")
    parser.add_argument(
        "--headless", action="store_true", help="run a VERIFIED and a FAILED journey, and end"
    )
    parser.add_argument(
        "--reset-password", action="store_true", help="give the administrator a new password"
    )
    given = parser.parse_args(arguments)
    port = given.port or (free_port if given.headless else DEFAULT_PORT)
    return Options(
        port=port,
        data_dir=given.data_dir or (None if given.headless else ROOT / "var"),
        public_url=given.public_url or f"http://127.0.0.1:{port}",
        headless=given.headless,
        reset_password=given.reset_password,
    )


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: 1 to 65535")
    return number
