"""Children that do not outlive us."""

import shutil


def ends_with_us(signal_name: str) -> list[str]:
    """Return the prefix by which Linux signals a child when the thread that started it is gone.

    Even after SIGKILL, when nothing of ours runs any more. Elsewhere, and without util-linux,
    nothing: there an unclean stop can leave a child behind.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name, "--"] if setpriv else []
