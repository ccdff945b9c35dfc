"""What the app's owner can put right, told in one sentence instead of a traceback."""


class OwnerFault(Exception):
    """A file or a setting cannot be used; the text says which and why."""
