"""A file that cannot be read on: the one error that sources of rows raise."""


class Unreadable(Exception):
    """Raised by a source of rows where it cannot go on; `code` is that of the fault.

    `of_file` says that no row is to blame.
    """

    def __init__(self, code: str, *, of_file: bool = False) -> None:
        super().__init__(code)
        self.code, self.of_file = code, of_file
