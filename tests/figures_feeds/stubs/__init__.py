"""A publisher on this machine: it answers over HTTP as the documented ones do, and misbehaves when it is told to."""

import gzip
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """What was asked: the address as it came, its path and parameters, headers and body."""

    address: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """What is answered. cut: send so many bytes fewer than promised. wait: seconds before, and between pieces."""

    body: Any = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    wait: float = 0
    trickle: float = 0

    @property
    def bytes(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


@dataclass
class Stub:
    """Answers each path with what `answers` says. `next` holds replies given first, in their order."""

    base: str = ""
    answers: dict[str, Callable[[Request], Reply]] = field(default_factory=dict)
    next: deque[Reply] = field(default_factory=deque)
    asked: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        if self.next:
            return self.next.popleft()
        for path, answer in self.answers.items():
            if request.path == path or (path.endswith("/") and request.path.startswith(path)):
                return answer(request)
        return Reply("there is nothing here", 404)

    def file(self, path: str, body: Any, etag: str = "") -> None:
        """A file that knows its ETag."""

        def answer(request: Request) -> Reply:
            if etag and request.headers.get("If-None-Match") == etag:
                return Reply(status=304, headers={"ETag": etag})
            return Reply(body, headers={"ETag": etag} if etag else {})

        self.answers[path] = answer


def serve(stub: Stub) -> ThreadingHTTPServer:
    """Starts the server in a thread; the caller shuts it down."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def _answer(self, body: bytes) -> None:
            parts = urlsplit(self.path)
            reply = stub(
                Request(self.path, parts.path, dict(parse_qsl(parts.query, True)), dict(self.headers), body)
            )
            time.sleep(reply.wait)
            sent = reply.bytes
            if reply.headers.get("Content-Encoding") == "gzip":
                sent = gzip.compress(sent)
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.status != 304:
                    self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                if reply.status == 304:
                    return
                if reply.trickle:
                    for piece in range(0, len(sent), 4):
                        self.wfile.write(sent[piece : piece + 4])
                        self.wfile.flush()
                        time.sleep(reply.trickle)
                else:
                    self.wfile.write(sent[: len(sent) - reply.cut])
            except (BrokenPipeError, ConnectionResetError):
                return
            if reply.cut:
                self.close_connection = True
                self.connection.close()

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub.base = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server
