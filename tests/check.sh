#!/bin/sh
# Everything that can be known without running the tests: tests/check.sh folder…, from `make check`.
set -eu
cd "$(dirname "$0")/.."
bin=${BIN:-.venv/bin}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

failed=

# Every step runs, so that one look shows all there is to mend.
step() {
    name=$1
    printf '\n== %s\n' "$name"
    shift
    "$@" || failed="$failed, $name"
}

embedded() {
    env IDV_MODE=embedded IDV_DATA_DIR="$scratch" DATABASE_URL= REDIS_URL= "$@"
}

# The settings of a deployment, as docs/reference/settings.md asks for them.
production() {
    env IDV_MODE=production IDV_PUBLIC_URL=https://idv.example.com \
        IDV_SECRET_KEY="$("$bin/python" -c 'import secrets; print(secrets.token_urlsafe(64))')" \
        IDV_ENCRYPTION_KEYS="$(head -c 32 /dev/urandom | base64)" \
        DATABASE_URL=postgresql:///idv REDIS_URL=redis://127.0.0.1:1/0 "$@"
}

step "ruff check" "$bin/ruff" check "$@"
step "ruff format" "$bin/ruff" format --check "$@"
step "mypy" embedded "$bin/mypy" "$@"
step "import rules" "$bin/lint-imports" --no-logo
# There is no database here to compare the recorded history with; the models are compared.
step "migrations" embedded "$bin/python" -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
step "deployment" production "$bin/python" manage.py check --deploy --fail-level WARNING

if [ -n "$failed" ]; then
    printf '\nNot in order: %s\n' "${failed#, }" >&2
    exit 1
fi
printf '\nAll in order.\n'
