"""Asking publishers: over HTTPS, patiently, and never anywhere else than where a feed says.

Time, sleep and chance are arguments, so that tests neither wait nor guess. A key may stand in an address that is asked;
it is never in what is said, logged or kept (`shown`).
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from moothall.core import clock
from moothall.core.outside import AGENT, certificates, chance, proxied, public, resolved
from moothall.figures.feeds.faults import BrokenOff, Refused

if TYPE_CHECKING:
    import httpx

AGAIN = frozenset({429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SECRET = frozenset({"uid", "applicationkey", "signature", "key", "api_key", "token", "access_token"})


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds, and how much to take.

    read: for the next piece of an answer; whole: for all of an answer. longest: the longest pause that a publisher may
    ask for; a longer one ends the run, to go on another time.
    """

    attempts: int = 5
    connect: float = 10
    read: float = 30
    whole: float = 600
    first_pause: float = 1
    longest: float = 120
    most_bytes: int = 500 * 2**20
    most_in_memory: int = 64 * 2**20


@dataclass(frozen=True)
class Answer:
    """What a publisher said: 200 with a body, or 304 without one. `address` has no key in it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    address: str

    def json(self) -> Any:
        """The body as JSON, numbers as they were written. Raises Refused with a sentence."""
        import json
        from decimal import Decimal

        try:
            return json.loads(self.body.decode("utf-8-sig"), parse_float=Decimal)
        except (UnicodeDecodeError, ValueError):
            raise Refused(
                f"{self.address} answered with something that is not JSON: {_beginning(self.body)}."
            ) from None

    def text(self) -> str:
        """The body as text: UTF-8, else the Windows code page that spreadsheets write."""
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.body.decode("cp1252", "replace")


@dataclass
class Client:
    """Asks one publisher.

    base: where its interface is. hosts: other hosts it may send us on to. rate: so many requests in so many seconds.
    trusted: whoever runs Moothall named `base` themselves (a proxy, a test's stub): it may be a private address.
    """

    base: str
    hosts: frozenset[str] = frozenset()
    rate: tuple[int, float] | None = None
    key_setting: str = ""
    trusted: bool = False
    patience: Patience = field(default_factory=Patience)
    sleep: Callable[[float], None] = time.sleep
    seconds: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = clock.now
    chance: Callable[[], float] = chance
    resolved: Callable[[str, int], list[str]] = resolved
    requests: int = 0
    _asked: deque[float] = field(default_factory=deque)

    def get(
        self,
        path: str,
        parameters: Iterable[tuple[str, str]] = (),
        *,
        headers: Mapping[str, str] | None = None,
        sign: Callable[[str], str] | None = None,
    ) -> Answer:
        """Asks for an address, held in memory. `sign` turns the whole address into the one that is asked."""
        return self._persevering("GET", self._address(path, parameters, sign), headers or {})

    def post(self, path: str, body: Any) -> Answer:
        """Sends JSON to an address that only reads (a bulk look-up)."""
        import json

        return self._persevering(
            "POST",
            self._address(path, (), None),
            {"Content-Type": "application/json"},
            content=json.dumps(body).encode(),
        )

    def download(self, path: str, to: Path, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Writes a file as it comes; the answer's body is empty. Nothing is left at `to` unless all of it came."""
        return self._persevering("GET", self._address(path, (), None), headers or {}, to=to)

    def _address(
        self, path: str, parameters: Iterable[tuple[str, str]], sign: Callable[[str], str] | None
    ) -> str:
        if self.trusted and "://" in path:  # a whole address: asked of whom we were told to ask instead
            path = urlsplit(path)._replace(scheme="", netloc="").geturl()
        address = path if "://" in path else f"{self.base.rstrip('/')}/{path.lstrip('/')}"
        if query := urlencode(list(parameters), safe=",.:*"):
            address += ("&" if "?" in address else "?") + query
        return sign(address) if sign else address

    def _persevering(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str],
        *,
        content: bytes | None = None,
        to: Path | None = None,
    ) -> Answer:
        """Tries until there is an answer or patience ends: twice as long a pause each time, with some jitter."""
        import httpx

        said = ""
        for attempt in range(self.patience.attempts):
            wait = self.patience.first_pause * 2**attempt * (1 + self.chance() / 2)
            try:
                status, replied, body = self._once(method, address, headers, content, to)
            except (httpx.TimeoutException, _TooSlow):
                said = f"{_host(address)} did not answer in time"
            except httpx.TransportError as fault:
                said = f"the connection to {_host(address)} broke ({_plain(fault)})"
            else:
                if status not in AGAIN:
                    return self._judged(status, replied, body, address)
                said = f"{_host(address)} answered {status}" + (
                    ": too many requests" if status == 429 else ""
                )
                asked_for = self._retry_after(replied.get("retry-after", ""))
                if asked_for > self.patience.longest:
                    raise BrokenOff(
                        f"{said} and asks to wait {round(asked_for):,} seconds: the next run goes on from here."
                    )
                wait = max(wait, asked_for)
            if attempt + 1 < self.patience.attempts:
                self.sleep(min(wait, self.patience.longest))
        tries = "once" if self.patience.attempts == 1 else f"{self.patience.attempts} times"
        raise BrokenOff(f"{said[:1].upper()}{said[1:]}, {tries}: the next run goes on from here.")

    def _once(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str],
        content: bytes | None,
        to: Path | None,
    ) -> tuple[int, Mapping[str, str], bytes]:
        began = self.seconds()
        with self._connected() as client:
            for _ in range(4):
                self._allowed(address)
                self._pace()
                self.requests += 1
                with client.stream(method, address, headers=dict(headers), content=content) as reply:
                    self._peer(reply, address)
                    if reply.status_code in REDIRECTS and "location" in reply.headers:
                        address = urljoin(address, reply.headers["location"])
                        continue
                    body = self._read(reply, began, to, address)
                    return reply.status_code, {k.lower(): v for k, v in reply.headers.items()}, body
        raise Refused(f"{_host(address)} sends us round in circles: check the feed's address.")

    def _connected(self) -> "httpx.Client":
        import httpx

        return httpx.Client(
            timeout=httpx.Timeout(self.patience.read, connect=self.patience.connect),
            follow_redirects=False,
            headers={"User-Agent": AGENT},
            trust_env=not self.trusted,
            verify=certificates() if self.base.startswith("https") else False,
        )

    def _read(self, reply: "httpx.Response", began: float, to: Path | None, address: str) -> bytes:
        """The body; to a file when it is one that was asked for."""
        most = self.patience.most_bytes if to else self.patience.most_in_memory
        partial = to.with_suffix(to.suffix + ".part") if to and reply.status_code == 200 else None
        kept, size = bytearray(), 0
        file = partial.open("wb") if partial else None
        try:
            for block in reply.iter_bytes():
                size += len(block)
                if size > most:
                    raise Refused(
                        f"{shown(address)} is larger than {most // 2**20:,} MB: ask the feed for less at a time."
                    )
                if self.seconds() - began > self.patience.whole:
                    raise _TooSlow
                if file:
                    file.write(block)
                else:
                    kept += block
            if file and partial and to:
                file.close()
                partial.replace(to)
        finally:
            if file:
                file.close()
            if partial:
                partial.unlink(missing_ok=True)
        return bytes(kept)

    def _judged(self, status: int, headers: Mapping[str, str], body: bytes, address: str) -> Answer:
        if status in (200, 304):
            return Answer(status, headers, body, shown(address))
        if status in (401, 403):
            key = (
                f"check the key in {self.key_setting}"
                if self.key_setting
                else "check that it is open to everybody"
            )
            raise Refused(f"{_host(address)} refused us ({status}): {key}.")
        if status == 404:
            raise Refused(f"There is nothing at {shown(address)}: check what the feed asks for.")
        raise Refused(f"{shown(address)} answered {status}: {_beginning(body, address)}.")

    def _retry_after(self, text: str) -> float:
        """Seconds a publisher asks us to wait: given as such, or as a moment."""
        text = text.strip()
        if text.isascii() and text.isdecimal():
            return float(text)
        try:
            return max((parsedate_to_datetime(text) - self.now()).total_seconds(), 0.0)
        except (TypeError, ValueError):
            return 0.0

    def _pace(self) -> None:
        """Waits until one more request keeps to the publisher's limit."""
        if not self.rate:
            return
        most, span = self.rate
        while self._asked and self.seconds() - self._asked[0] >= span:
            self._asked.popleft()
        if len(self._asked) >= most:
            self.sleep(max(span - (self.seconds() - self._asked[0]), 0))
            self._asked.popleft()
        self._asked.append(self.seconds())

    def _allowed(self, address: str) -> None:
        """Refuses an address that is not the publisher's, not HTTPS, or inside the council's own network."""
        parts = urlsplit(address)
        host, own = (parts.hostname or "").lower(), urlsplit(self.base)
        if host != (own.hostname or "").lower() and host not in self.hosts:
            raise Refused(f"We were sent on to {host or 'nowhere'}, which this feed may not ask.")
        if parts.username or parts.password:
            raise Refused("An address may not hold a name and password: keys come from the environment.")
        if self.trusted and parts.netloc == own.netloc:
            return
        if parts.scheme != "https":
            raise Refused(f"{host} is asked over HTTPS only: write the address with https://.")
        if proxied(host):
            return  # the council's proxy looks the name up, and decides
        try:
            found = self.resolved(host, parts.port or 443)
        except OSError:
            raise BrokenOff(
                f"{host} cannot be found on the network: check that this machine may reach it."
            ) from None
        if not all(public(it) for it in found):
            raise Refused(f"{host} is an address inside a private network, which feeds never ask.")

    def _peer(self, reply: "httpx.Response", address: str) -> None:
        """The same of the address that did answer: a name may lead elsewhere the second time it is looked up."""
        if self.trusted or proxied(urlsplit(address).hostname or ""):
            return
        stream = reply.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        if peer and not public(str(peer[0])):
            raise Refused(f"{_host(address)} is an address inside a private network, which feeds never ask.")


class _TooSlow(Exception):
    """An answer that trickles in takes longer than we wait for the whole of it."""


def shown(address: str) -> str:
    """An address as it may be said and kept: without the parameters that hold keys."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, True) if name.lower() not in SECRET]
    query = f"?{urlencode(kept, safe=',.:*')}" if kept else ""
    return (
        f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}{query}"
    )


def _host(address: str) -> str:
    return urlsplit(address).hostname or "The publisher"


def _beginning(body: bytes, address: str = "") -> str:
    """The first words of an answer, fit to be shown: without a key that it may repeat."""
    text = body[:400].decode("utf-8", "replace")
    for name, value in parse_qsl(urlsplit(address).query, True):
        if name.lower() in SECRET and value:
            text = text.replace(value, "…")
    plain = " ".join("".join(it if it.isprintable() else " " for it in text).split())
    return f"‘{plain[:150]}’" if plain else "an empty answer"


def _plain(fault: Exception) -> str:
    return type(fault).__name__.replace("Error", " error").lower()
