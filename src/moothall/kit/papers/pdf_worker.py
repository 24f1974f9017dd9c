"""A process of its own that reads PDFs, kept from one file to the next, with a limit of time and of memory.

A PDF can make any reader hang, swell or crash. The process that reads it is stopped after PDF_SECONDS, cannot
take more than PDF_MEMORY, and is started anew after either; starting takes about a third of a second, so it is
kept. Messages are lengths and JSON over its standard input and output.
"""

import atexit
import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from moothall.kit.papers import limits
from moothall.kit.papers.paper import Access, Kind, Paper, Passage, Unreadable

_LENGTH = struct.Struct(">Q")
_MOST_FILES = 200  # by one process; what pdfium leaks goes with it


class ScannedPages(Exception):
    """The pages are pictures of text."""


class _Worker:
    """The process, for this process and whichever of its threads asks; they take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0  # a fork of this process must start its own
        self._read = 0

    def ask(self, content: bytes, name: str, called: str, seconds: float) -> dict[str, Any] | None:
        """The answer; None where the process was stopped or died."""
        with self._lock:
            process = self._ready()
            late = threading.Timer(seconds, process.kill)
            late.start()
            try:
                assert process.stdin is not None and process.stdout is not None
                _send(process.stdin, json.dumps({"name": name, "called": called}).encode())
                _send(process.stdin, content)
                answer = _receive(process.stdout)
            except (OSError, ValueError):
                answer = None
            finally:
                late.cancel()
            self._read += 1
            if answer is None:
                self._stop()
                return None
            if self._read >= _MOST_FILES:
                self._stop()
            said: dict[str, Any] = json.loads(answer)
            return said

    def _ready(self) -> "subprocess.Popen[bytes]":
        process = self._process
        if process is not None and self._owner == os.getpid() and process.poll() is None:
            return process
        root = str(Path(__file__).parents[3])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moothall.kit.papers.pdf_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._owner, self._read = os.getpid(), 0
        assert self._process.stdout is not None
        _receive(self._process.stdout)  # it says when it has started, so that starting is not timed
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def close(self) -> None:
        with self._lock:
            self._stop()


_WORKER = _Worker()
atexit.register(_WORKER.close)


def read(content: bytes, name: str, called: str, seconds: float = limits.PDF_SECONDS) -> Paper:
    """Raises Unreadable, and ScannedPages."""
    answer = _WORKER.ask(content, name, called, seconds)
    if answer is None:
        raise Unreadable(
            f"{called} takes too much time or memory to read: print it to a new PDF, or save it as .docx, "
            "and load that."
        )
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    if "scanned" in answer:
        raise ScannedPages
    return _paper(answer["paper"])


def _paper(said: dict[str, Any]) -> Paper:
    access = said["access"]
    for key in ("pictures_without_words", "tables_without_header"):
        access[key] = tuple(access[key])
    passages = tuple(
        Passage(**{**it, "kind": Kind(it["kind"]), "cells": tuple(it["cells"])}) for it in said["passages"]
    )
    return Paper(said["name"], said["format"], passages, said["pages"], Access(**access))


def _send(stream: IO[bytes], content: bytes) -> None:
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    content = stream.read(length)
    return content if len(content) == length else None


def _answer(content: bytes, name: str, called: str) -> dict[str, Any]:
    from moothall.kit.papers import pdf_reading

    try:
        return {"paper": asdict(pdf_reading.read(content, name, called))}
    except Unreadable as refused:
        return {"refused": str(refused)}
    except pdf_reading.Scanned:
        return {"scanned": True}
    except (MemoryError, RecursionError):
        return {"refused": f"{called} takes too much memory to read: save it as .docx and load that."}
    except Exception:
        return {"refused": f"{called} cannot be read as a PDF: print it to a new PDF and load that."}


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the time limit alone holds
        return
    used = 0
    with contextlib.suppress(OSError, ValueError, IndexError):
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.PDF_MEMORY, used + limits.PDF_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer until the other side closes."""
    import moothall.kit.papers.pdf_reading  # noqa: F401  before memory is limited

    _limit_memory()
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    _send(sink, b"ready")
    while (head := _receive(source)) is not None and (content := _receive(source)) is not None:
        asked = json.loads(head)
        _send(sink, json.dumps(_answer(content, asked["name"], asked["called"])).encode())


if __name__ == "__main__":
    main()
