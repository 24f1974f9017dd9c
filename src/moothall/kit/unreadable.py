"""The one error that reading somebody's file raises, whether for its tables or for its text."""


class Unreadable(Exception):
    """This file cannot be read; the message is one plain sentence that says what to do about it."""
