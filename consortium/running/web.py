"""Whether the port is free, and whether the web server answers on it."""

import http.client
import os
import socket

from consortium.running.roles import LISTEN

HIGHEST_PORT = 65_535


class CannotRunError(RuntimeError):
    """The platform cannot run; the message says why and what to do."""


def chosen_port() -> int:
    """Port of the web server: PORT from the environment, or 8000."""
    said = os.environ.get("PORT") or "8000"
    if not said.isdecimal() or not 0 < int(said) <= HIGHEST_PORT:
        msg = f"PORT must be a number from 1 to {HIGHEST_PORT}, not {said!r}."
        raise CannotRunError(msg)
    return int(said)


def check_port_free(port: int) -> None:
    """Refuse a port on which another program listens."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LISTEN, port))
        except OSError as error:
            msg = (
                f"Port {port} cannot be used ({error.strerror}): stop the program that has it, "
                f"or choose another, for example PORT={port % HIGHEST_PORT + 1} make run."
            )
            raise CannotRunError(msg) from error


def answers(port: int) -> bool:
    """Whether the web server answers /health/live."""
    connection = http.client.HTTPConnection(LISTEN, port, timeout=5)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
