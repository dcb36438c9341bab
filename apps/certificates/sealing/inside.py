"""The inside of the sandbox: a file comes in, what was read of it goes out as JSON. Started by `sandbox` only."""

import json
import resource
import sys
from typing import Final

SECONDS: Final = 10
MEMORY: Final = 512 * 1024 * 1024


def confine() -> None:
    """Bound this process: processor time, memory, and no file may be written."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read a line of JSON (whom to trust), then the file, from standard input."""
    confine()
    import logging  # noqa: PLC0415 - what is loaded counts already

    from apps.certificates.sealing.found import Trust  # noqa: PLC0415 - as above
    from apps.certificates.sealing.reading import read_pdf  # noqa: PLC0415 - as above

    logging.disable(logging.CRITICAL)  # a changed file made pyHanko write 51 kB of log
    asked = json.loads(sys.stdin.buffer.readline())
    pins = asked["pins"]
    trust = Trust(tuple(asked["roots"]), None if pins is None else tuple(pins))
    json.dump(read_pdf(sys.stdin.buffer.read(), trust).as_dict(), sys.stdout)


if __name__ == "__main__":
    main()
