#!/usr/bin/env bash
# All checks in order, cheap ones first; stops at the first that fails and names it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/.venv/bin:$PATH" PYTHONUNBUFFERED=1

step() {
  local name=$1 began=${EPOCHREALTIME/,/.}
  shift
  printf '== %s\n' "$name"
  if ! "$@" </dev/null; then
    printf 'FAILED: %s\n' "$name"
    exit 1
  fi
  printf '   %s: %s s\n' "$name" "$(awk "BEGIN { printf \"%.1f\", ${EPOCHREALTIME/,/.} - $began }")"
}

# Invented addresses: nothing is contacted, only the settings are judged.
check_production() {
  local secret kept status=0
  secret=$(python -c 'import secrets; print(secrets.token_urlsafe(60))')
  kept=$(mktemp -d)
  python - "$kept" <<'MAKE'
import sys
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from apps.certificates.sealing.material import made_material

key = ec.generate_private_key(ec.SECP256R1())
pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
Path(sys.argv[1], "credential.pem").write_bytes(pem)
Path(sys.argv[1], "seal.pem").write_bytes(made_material("Seal of a check", datetime.now(UTC)))
MAKE
  CONSORTIUM_ENV=production SECRET_KEY=$secret ALLOWED_HOSTS=consortium.example \
    SITE_URL=https://consortium.example DATABASE_URL=postgres://consortium@localhost/consortium \
    REDIS_URL=redis://localhost/0 EMAIL_URL=smtp://localhost DEFAULT_FROM_EMAIL=office@consortium.example \
    SEAL_PATH=$kept/seal.pem CREDENTIAL_KEY_PATH=$kept/credential.pem \
    python manage.py check --deploy --fail-level WARNING || status=$?
  rm -r "$kept"
  return "$status"
}

python -m consortium.messages
step "ruff check" ruff check --quiet --output-format concise .
step "ruff format" ruff format --check --quiet .
step "mypy" mypy
step "lint-imports" lint-imports
step "djlint" djlint templates --lint --quiet
step "migrations are made" python manage.py makemigrations --check
step "manage.py check" python manage.py check
step "manage.py check for production" check_production
# Last, and nothing after it: its closing line tells what was run.
echo "== pytest"
exec pytest -n 2 tests/ </dev/null
