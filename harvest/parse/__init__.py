"""Pure readers of single values: text in, value out, or `Unread` with the reason.

A reader that is not sure does not guess. `tables` turns an `Unread` into a null and an issue row.
"""


class Unread(ValueError):
    """A text that the reader cannot interpret; the message is the reason."""
