#!/usr/bin/env bash
# Writes the hash-pinned lists of packages: at run time, for development, and for the installer itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export UV_CUSTOM_COMPILE_COMMAND="make lock"

compile() {
  .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
    ${UPGRADE:+--upgrade} "$@" >/dev/null
}

compile pyproject.toml -o deploy/requirements.txt
compile pyproject.toml --group dev -c deploy/requirements.txt -o deploy/requirements-dev.txt
compile deploy/bootstrap.in -o deploy/bootstrap.txt
echo "Written: deploy/requirements.txt, deploy/requirements-dev.txt, deploy/bootstrap.txt (UPGRADE=1 takes newer ones)"
