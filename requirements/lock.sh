#!/bin/sh
# Resolve every *.in into a hashed *.txt, for Python 3.11 and later on every platform; needs uv.
set -eu
cd "$(dirname "$0")"
for name in build runtime sandbox dev; do
    uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
        --python-version 3.11 --override overrides.txt "$name.in" --output-file "$name.txt" "$@"
done
