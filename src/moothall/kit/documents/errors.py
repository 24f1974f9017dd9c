"""The one error that reading or writing a document raises."""


class DocumentError(ValueError):
    """A document that cannot be made, read or written. Its message is one sentence that says what to do."""
