"""Everything in one go: database, web server, worker, console and a sandbox Okta org.

This process starts and stops the others. It brings its own database and its own worker, so a
DATABASE_URL or REDIS_URL that happens to be set is never touched.
"""

import os
import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from idv_provider.embedded import options, postgres, web
from idv_provider.embedded.options import Options

_LEAST_FREE_BYTES = 300 * 1024**2


class DemoError(Exception):
    """The demo cannot run; the message is one sentence for a person."""


def main(arguments: list[str]) -> int:
    """Run the demo; return the exit status."""
    chosen = options.parse(arguments, free_port=web.free_port())
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    try:
        with ExitStack() as stack:
            return _run(chosen, stack)
    except KeyboardInterrupt:
        _say("\nStopped.")
        return 0
    except (DemoError, postgres.EmbeddedPostgresError, web.WebError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(chosen: Options, stack: ExitStack) -> int:
    web.check_port(chosen.port)
    data = _data_dir(chosen, stack)
    _say("Starting the database …")
    database = postgres.start(data / "postgres")
    stack.callback(database.stop)
    _set_environment(chosen, data, database.url)
    _say("Preparing tables, keys and the sandbox …")
    # Django reads the environment when it is loaded, and only now it is complete.
    from idv_provider.embedded.preparation import prepare  # noqa: PLC0415

    password = prepare(reset_password=chosen.reset_password)
    _say("Starting web server and worker …")
    log = data / "demo.log"
    server = web.Web(chosen.port, chosen.public_url, log)
    stack.callback(server.stop)
    server.wait_until_ready()
    if chosen.headless:
        from idv_provider.embedded.headless import run_journeys  # noqa: PLC0415

        return run_journeys(chosen.public_url, log)
    _say(_addresses(chosen.public_url, password, log))
    server.wait()
    return 1


def _data_dir(chosen: Options, stack: ExitStack) -> Path:
    if chosen.data_dir is None:
        data = Path(tempfile.mkdtemp(prefix="idv-demo-"))
        stack.callback(shutil.rmtree, data, ignore_errors=True)
    else:
        data = chosen.data_dir.resolve()
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DemoError(f"{data} cannot be made: {error.strerror}.") from error
    # PostgreSQL runs as somebody else when we are root, and must get through. The files say
    # themselves who may read them.
    data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    if shutil.disk_usage(data).free < _LEAST_FREE_BYTES:
        raise DemoError(f"The disk that holds {data} is full: 300 MB are needed.")
    return data


def _set_environment(chosen: Options, data: Path, database_url: str) -> None:
    os.environ |= {
        "IDV_MODE": "embedded",
        "IDV_SANDBOX": "1",
        "IDV_DATA_DIR": str(data),
        "IDV_PUBLIC_URL": chosen.public_url,
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "idv_provider.settings",
    }


def _addresses(url: str, password: str | None, log: Path) -> str:
    shown = password or "as printed at the first start; --reset-password makes a new one"
    return f"""
  Sandbox Okta org   {url}/sandbox/okta/
  Console            {url}/console/
                     user admin, password {shown}
  Discovery          {url}/.well-known/openid-configuration
  Log                {log}

Ctrl-C stops everything."""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
