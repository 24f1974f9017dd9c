"""One world for the tests of this folder: each undoes what it does to it."""

from tests.shared import _django_db_marker, db, people, shared_world, world

__all__ = ["_django_db_marker", "db", "people", "world"]

shared = shared_world(scope="package")
