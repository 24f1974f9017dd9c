"""A lock that one process holds at a time and that dies with it, however it dies."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zlib import crc32

from django.conf import settings
from django.db import connection


class Busy(Exception):
    """Another process holds the lock. The message says what to do."""


@contextmanager
def exclusive(name: str, busy: str) -> Iterator[Callable[[], bool]]:
    """Holds the named lock for the block, or raises Busy with the sentence given. Yields a question: is it held yet?

    On PostgreSQL it is an advisory lock of the session, so that it holds between machines; on SQLite, where
    there is one machine, a lock on a file beside the database. Both are let go when the process is killed.
    A session that broke took its lock along, though Django went on in a new one: long work asks before its last step.
    """
    if connection.vendor == "postgresql":
        key = crc32(f"moothall:{name}".encode())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s), pg_backend_pid()", [key])
            taken, session = cursor.fetchone()
            if not taken:
                raise Busy(busy)
        try:
            yield lambda: _session() == session
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
        return
    folder = settings.MOOTHALL_HOME / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise Busy(busy) from held
        yield lambda: True


def _session() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number: int = cursor.fetchone()[0]
    return number
