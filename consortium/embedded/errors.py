"""What can go wrong with embedded servers, in one sentence for the person at the terminal."""


class EmbeddedError(RuntimeError):
    """An embedded server cannot be found, started or reused; the message says why and what to do."""
