"""What the embedded database says when it cannot go on: sentences for the person who started it."""


class EmbeddedError(Exception):
    """The embedded database cannot be had; the message says why and what to do."""
