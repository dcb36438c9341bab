"""What is wrong with a file or a question, in one sentence."""


class BadFile(ValueError):
    """The file cannot be taken, or not for what is asked; nothing is computed from a part of it."""
