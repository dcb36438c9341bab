"""The secret key of a first run: made once, kept in the home, never in the repository."""

import os
import secrets
from pathlib import Path


def development_secret(home: Path) -> str:
    """Read the home's secret key, making it on the first call; two first calls agree."""
    path = home / "secret"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f"secret.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # the first one wins, whole
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
