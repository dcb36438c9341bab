"""Reading a stranger's PDF where it can do no harm: a process of its own, with bounds on time and memory."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from apps.certificates.sealing.found import Reading, Trust
from apps.certificates.sealing.inside import SECONDS

HERE: Final = Path(__file__).resolve().parents[3]
LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a file that is looked into; a certificate has a fiftieth."""


def read_apart(pdf: bytes, trust: Trust) -> Reading:
    """Read a file within bounds: ten seconds, 512 MB, no file written. What exceeds them is told as `trouble`."""
    if len(pdf) > LARGEST:
        return Reading(trouble="too_large")
    asked = json.dumps({"roots": trust.roots, "pins": trust.pins}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "apps.certificates.sealing.inside"],
            input=asked + b"\n" + pdf,
            capture_output=True,
            timeout=SECONDS,
            cwd=HERE,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Reading(trouble="too_long")
    if done.returncode != 0:
        return Reading(trouble="too_much")
    return Reading.from_dict(json.loads(done.stdout))
