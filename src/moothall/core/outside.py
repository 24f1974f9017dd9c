"""Going out to the internet, and nowhere else: whom we trust, which addresses belong to it, and posting a message.

An address may hold a secret: it is in nothing that is said, logged or kept. `MOOTHALL_INSIDE` names hosts of the
council's own (`chat.example.internal`, or with a port) that may be posted to although they are inside its network,
and over plain HTTP: whoever runs Moothall vouches for them.
"""

import ipaddress
import logging
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from moothall.core import clock
from moothall.core.errors import NotPossible

if TYPE_CHECKING:
    import ssl

AGENT = "Moothall (open-source productivity system for English councils)"
CONNECT, READ, WHOLE = 5.0, 10.0, 20.0  # seconds: for a connection, the next piece of an answer, all of it
MOST_READ = 16 * 2**10  # bytes of an answer: it says little
MOST_ADDRESS = 2000

for name in ("httpx", "httpcore"):  # they log whole addresses, and addresses hold keys
    logging.getLogger(name).setLevel(logging.WARNING)


class Unreachable(NotPossible):
    """It did not answer, or not in time: worth trying again."""


@dataclass(frozen=True)
class Reply:
    """What was answered: the status, and the seconds it asks to wait."""

    status: int
    wait: float = 0


@cache
def certificates() -> "ssl.SSLContext":
    """Whom we trust to say who a host is: read once, for that takes a tenth of a second."""
    import httpx

    return httpx.create_ssl_context()


def chance() -> float:
    """A number from 0 up to 1, for the jitter between tries."""
    return int.from_bytes(os.urandom(4)) / 2**32


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError."""
    return [str(it[4][0]) for it in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def public(address: str) -> bool:
    """Whether an IP address belongs to the internet at large: not to this machine, nor to a private network."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


def proxied(host: str) -> bool:
    """Whether the council's own proxy is asked: it looks names up, and decides."""
    return bool(getproxies().get("https")) and not proxy_bypass(host)


def vouched(parts: SplitResult) -> bool:
    """Whether whoever runs Moothall named this host as one of the council's own."""
    named = {it.strip().lower() for it in os.environ.get("MOOTHALL_INSIDE", "").split(",") if it.strip()}
    return parts.netloc.lower() in named or (parts.hostname or "").lower() in named


def checked(address: str) -> SplitResult:
    """An address that may be posted to, as far as can be told without asking for it. Raises NotPossible."""
    parts = urlsplit(address.strip())
    try:
        host, _port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise NotPossible("That is not a web address: copy the whole of it.") from None
    if not host or len(address) > MOST_ADDRESS or any(it.isspace() for it in address.strip()):
        raise NotPossible("That is not a web address: copy the whole of it.")
    if parts.username or parts.password:
        raise NotPossible("The address may not hold a name and password.")
    if vouched(parts):
        return parts
    if parts.scheme != "https":
        raise NotPossible(f"{host} is written to over HTTPS only: the address begins with https://.")
    try:
        private = not public(host.strip("[]"))
    except ValueError:  # a name, which is looked up when it is written to
        private = "." not in host or host.endswith((".local", ".internal", ".localhost", ".lan"))
    if private:
        raise NotPossible(INSIDE.format(host=host))
    return parts


INSIDE = "{host} is inside a private network, which is never written to."


def post(address: str, content: Any, *, resolve: Callable[[str, int], list[str]] = resolved) -> Reply:
    """Posts JSON once, following nowhere. Raises Unreachable where trying again may help, else NotPossible."""
    import httpx

    parts = checked(address)
    host, trusted = parts.hostname or "", vouched(parts)
    watched = not trusted and not proxied(host)
    if watched:
        _look_up(host, parts.port or 443, resolve)
    began = time.monotonic()
    try:
        with (
            httpx.Client(
                timeout=httpx.Timeout(READ, connect=CONNECT),
                follow_redirects=False,
                headers={"User-Agent": AGENT},
                trust_env=not trusted,
                verify=certificates() if parts.scheme == "https" else False,
            ) as client,
            client.stream(
                "POST", address.strip(), json=content, extensions={"trace": _watch(host)} if watched else {}
            ) as reply,
        ):
            size = 0
            for block in reply.iter_bytes():
                size += len(block)
                if size > MOST_READ or time.monotonic() - began > WHOLE:
                    break
            return Reply(reply.status_code, _retry_after(reply.headers.get("retry-after", "")))
    except httpx.TimeoutException:
        raise Unreachable(f"{host} did not answer in time.") from None
    except httpx.TransportError as fault:
        kind = type(fault).__name__.replace("Error", " error").lower()
        raise Unreachable(f"The connection to {host} broke ({kind}).") from None
    except httpx.InvalidURL:
        raise NotPossible("That is not a web address: copy the whole of it.") from None


def _look_up(host: str, port: int, resolve: Callable[[str, int], list[str]]) -> None:
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError):
        raise Unreachable(f"{host} cannot be found on the network.") from None
    if not found or not all(public(it) for it in found):
        raise NotPossible(INSIDE.format(host=host))


def _watch(host: str) -> Callable[[str, dict[str, Any]], None]:
    """Looks at whom we are connected to before anything is said: a name may lead elsewhere when asked for again."""

    def look(event: str, told: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            peer = told["return_value"].get_extra_info("server_addr")
            if not peer or not public(str(peer[0])):
                raise NotPossible(INSIDE.format(host=host))

    return look


def _retry_after(text: str) -> float:
    """Seconds that are asked for: given as such, or as a moment."""
    text = text.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        return max((parsedate_to_datetime(text) - clock.now()).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return 0.0
