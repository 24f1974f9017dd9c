"""The test councils and their people."""

from tests.people import people, world

__all__ = ["people", "world"]
