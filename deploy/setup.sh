#!/usr/bin/env bash
# Makes this checkout ready to run: virtual environment, locked packages, system libraries.
# deploy/setup.sh      what running needs
# deploy/setup.sh dev  also what the tests need
# Does nothing, quickly, if all is there. PYTHON=... chooses the interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
kind=${1:-run}
lock=deploy/requirements.txt
[[ $kind == dev ]] && lock=deploy/requirements-dev.txt
log=.venv/setup.log

say() { printf '%s\n' "$*"; }
die() { say "$@" >&2; exit 1; }

# --- System packages -------------------------------------------------------------------------------
has_library() { { /sbin/ldconfig -p || ldconfig -p; } 2>/dev/null | grep -qF "$1"; }
has_font() { find /usr/share/fonts /usr/local/share/fonts -iname "$1*" -print -quit 2>/dev/null | grep -q .; }
has_one_of() { local name; for name; do command -v "$name" >/dev/null && return 0; done; return 1; }

# A library may have come another way than by its package, so it is the library that is looked for.
missing_for_run() {
  has_library libpango-1.0.so.0 || echo libpango-1.0-0
  has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
  has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
  has_font LiberationSans-Regular || echo fonts-liberation
}
missing_for_dev() {
  has_one_of chromium chromium-browser google-chrome || echo chromium
  has_one_of pdftoppm || echo poppler-utils
  has_one_of qpdf || echo qpdf
  has_one_of softhsm2-util || echo softhsm2
}

may_install() { [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; }

apt_install() {
  say "Installing system packages: $*"
  local output
  output=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get -o DPkg::Lock::Timeout=300 update -qq || true
         apt-get -o DPkg::Lock::Timeout=300 install -qq -y --no-install-recommends "$@"
       } >"$output" 2>&1 </dev/null; then
    tail -n 20 "$output" >&2
    die "The system packages could not be installed: $*"
  fi
  rm -f "$output"
}

system_packages() {
  local run dev
  run=$(missing_for_run | xargs)
  dev=""
  [[ $kind == dev ]] && dev=$(missing_for_dev | xargs)
  [[ -z $run$dev ]] && return
  # shellcheck disable=SC2086 - a list of words on purpose
  if may_install; then apt_install $run $dev; return; fi
  say "Type: sudo apt-get install --no-install-recommends $(xargs <<<"$run $dev")" >&2
  if [[ -n $run ]]; then exit 1; fi  # what only tests need may be missing: they say so themselves
}

# --- Python ----------------------------------------------------------------------------------------
fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; }

find_python() {
  local name
  if [[ -n ${PYTHON:-} ]]; then
    fits "$PYTHON" || die "PYTHON=$PYTHON is not Python 3.11 or 3.12."
    echo "$PYTHON"
    return
  fi
  for name in python3.11 python3.12 python3; do
    if fits "$name"; then echo "$name"; return; fi
  done
  die "Python 3.11 or 3.12 was not found: install it, or name it with PYTHON=/path/to/python3.12"
}

make_environment() {
  local python package
  python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    may_install || die "Type: sudo apt-get install $package"
    apt_install "$package"
  fi
  say "Making the virtual environment with $("$python" --version)"
  "$python" -m venv --clear .venv
}

install_packages() {
  say "Installing the packages of $lock (some minutes the first time)"
  # A .venv that was made elsewhere may lack pip; ensurepip is quick if it is there.
  .venv/bin/python -m ensurepip >>"$log" 2>&1 || true
  if .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r deploy/bootstrap.txt >>"$log" 2>&1 &&
    .venv/bin/uv pip install --python .venv/bin/python --require-hashes -r "$lock" >>"$log" 2>&1; then
    return
  fi
  say "uv could not do it; trying pip, which takes longer"
  .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r "$lock" >>"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; die "The packages could not be installed; all that was said is in $log"; }
}

# --- What is still to do ---------------------------------------------------------------------------
fits .venv/bin/python || make_environment
wanted() { sha256sum deploy/requirements.txt "$lock" deploy/bootstrap.txt deploy/setup.sh; }
is_ready() { [[ $(cat ".venv/.ready-$1" 2>/dev/null) == "$(lock=$2 wanted)" ]]; }

# What is ready for the tests is ready for running.
if ! is_ready "$kind" "$lock" && ! is_ready dev deploy/requirements-dev.txt; then
  system_packages
  install_packages
  wanted >".venv/.ready-$kind"
fi
