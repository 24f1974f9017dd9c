"""What a person can be told."""


class NotPossible(Exception):
    """What was asked cannot be done as things stand. The message is one sentence that says what to do."""
