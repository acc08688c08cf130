#!/bin/sh
# Make .venv and install a locked set of requirements into it: requirements/install.sh sandbox|dev
set -u
cd "$(dirname "$0")/.."
set_name=$1
venv=.venv
log=$venv/install.log

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if fits "$candidate"; then
            command -v "$candidate"
            return
        fi
        # Naming one and getting another would surprise.
        [ -z "${PYTHON:-}" ] || return 1
    done
    return 1
}

what_there_is() {
    name=${PYTHON:-python3}
    if command -v "$name" >/dev/null; then
        echo "$name is $("$name" --version 2>&1 | head -n 1)"
    else
        echo "there is no $name"
    fi
}

make_venv() {
    [ -x $venv/bin/pip ] && fits $venv/bin/python && return
    found=$(find_python) || stop "Python 3.11, 3.12 or 3.13 is needed, and $(what_there_is):" \
        "install one, or name it with PYTHON=/path/to/python3."
    echo "Making $venv with $("$found" --version) ($found)"
    rm -rf $venv
    output=$("$found" -m venv $venv 2>&1) && return
    rm -rf $venv
    case $output in
    *ensurepip*) stop "$found has no pip of its own: install the package python3-venv, or name another Python with PYTHON=/path/to/python3." ;;
    *"No space left"*) stop "The disk that holds $PWD is full: 3 GB are needed." ;;
    *) stop "$output" ;;
    esac
}

install() {
    # Every file's hash is in the lock, and nothing but the lock is installed: see
    # docs/decisions/0063-locked-requirements.md.
    {
        $venv/bin/python -m pip install --disable-pip-version-check --no-deps \
            --no-build-isolation --require-hashes -r "$1" 2>&1
        echo "exit status $?"
    } | tee -a $log | sed -n -u \
        -e 's/^Collecting \([^ ]*\).*/  \1/p' \
        -e 's/^Requirement already satisfied: \([^ ]*\).*/  \1 (there)/p' \
        -e '/^Installing collected/s/:.*/ …/p'
    [ "$(tail -n 1 $log)" = "exit status 0" ] || explain
}

explain() {
    if grep -q 'No space left on device' $log; then
        stop "The disk is full: 3 GB are needed for $PWD and for temporary files."
    fi
    if grep -q -E 'NewConnectionError|NameResolutionError|ConnectTimeoutError|Max retries' $log; then
        stop "The package index cannot be reached: check the network, or the PIP_INDEX_URL and proxy settings. Details are in $log."
    fi
    grep '^ERROR' $log >&2
    stop "Installing failed; all of it is in $log."
}

make_venv
: >$log || stop "Nothing can be written to $PWD/$venv: is the disk full?"
echo "Installing the $set_name requirements (the first time: a few minutes and more than 1 GB)"
install requirements/build.txt
install "requirements/$set_name.txt"
echo "Installed."
