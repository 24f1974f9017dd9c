"""The environment variables Moothall reads: each declared once, typed, with what it is for.

`docs/operate/settings.md` lists them; a test fails when the two differ.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class BadSetting(ImproperlyConfigured):
    """A variable holds something that cannot be used. The message says which, and what is wanted."""


@dataclass(frozen=True)
class Setting:
    """One variable: its name, what it is used as when unset (in words), and what it is for."""

    name: str
    default: str
    purpose: str


@dataclass
class Environment:
    """Typed readers over the environment. Every read declares itself in `declared`."""

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)
    declared: dict[str, Setting] = field(default_factory=dict)

    def text(self, name: str, default: str, purpose: str, shown_default: str | None = None) -> str:
        """The variable's text, without surrounding spaces."""
        self.declared[name] = Setting(name, default if shown_default is None else shown_default, purpose)
        return self.values.get(name, default).strip()

    def flag(self, name: str, default: bool, purpose: str) -> bool:
        """Yes or no, in any of the usual spellings."""
        value = self.text(name, "yes" if default else "no", purpose).lower()
        if value not in TRUE | FALSE:
            raise BadSetting(f"{name} is '{value}': write yes or no.")
        return value in TRUE

    def whole(self, name: str, default: int, purpose: str) -> int:
        """A whole number."""
        value = self.text(name, str(default), purpose)
        if not value.isdecimal():
            raise BadSetting(f"{name} is '{value}': write a whole number.")
        return int(value)

    def rate(self, name: str, default: str, purpose: str) -> tuple[int, int]:
        """A number of requests in a time, such as 600/m: how many, in how many seconds."""
        value = self.text(name, default, purpose)
        found = re.fullmatch(r"(\d{1,9})/([smhd])", value, re.ASCII)
        if not found:
            raise BadSetting(f"{name} is '{value}': write a rate such as 600/m (s, m, h or d).")
        return int(found[1]), SECONDS[found[2]]

    def names(self, name: str, default: str, purpose: str) -> list[str]:
        """A list, parted by commas."""
        return [part.strip() for part in self.text(name, default, purpose).split(",") if part.strip()]

    def folder(self, name: str, default: Callable[[], Path], purpose: str, shown_default: str) -> Path:
        """A folder; it need not exist yet."""
        value = self.text(name, "", purpose, shown_default)
        try:
            return Path(value).expanduser() if value else default()
        except RuntimeError as homeless:
            raise BadSetting(
                f"{name} must name a folder in full: this account has no home folder."
            ) from homeless


def checkout() -> Path | None:
    """The folder of the source checkout this runs from; None when installed from a wheel."""
    folder = Path(__file__).resolve().parents[3]
    return folder if (folder / "pyproject.toml").exists() else None


def default_home() -> Path:
    """Where the database, the kept files and the secret key live unless MOOTHALL_HOME says otherwise."""
    here = checkout()
    return here / "var" if here else Path.home() / ".local" / "share" / "moothall"


def default_data(home: Path) -> Path:
    """The folder of public data: beside a checkout, else in MOOTHALL_HOME."""
    here = checkout()
    return here.parent / "shared" / "data" if here else home / "data"


def kept_secret(home: Path) -> str:
    """The secret key kept in the home folder, made at first use and readable by its owner only."""
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=home, prefix="secret.") as made:  # its owner's alone
            made.write(secrets.token_urlsafe(50))
            made.flush()
            with suppress(FileExistsError):  # another process was first: theirs is the key
                os.link(made.name, path)
    return path.read_text().strip()


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's database settings for a URL: `sqlite:///PATH`, or `postgresql://user:password@host/name`.

    SQLite runs in write-ahead mode, takes its write lock at the start of a transaction and waits for others.
    """
    if not url:
        url = f"sqlite:///{home / 'moothall.sqlite3'}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:  # what it says may hold a piece of the password
        raise BadSetting(
            "DATABASE_URL has a host or port that cannot be read: write postgresql://user:password@host:5432/name, "
            "and / ? # @ in a password as %2F %3F %23 %40."
        ) from wrong
    if parts.scheme in ("sqlite", "sqlite3"):
        path = unquote(parts.path[1:]) or ":memory:"
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=2147418112"
                ),
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]) or "moothall",
            "USER": unquote(parts.username or query.pop("user", "")),
            "PASSWORD": unquote(parts.password or query.pop("password", "")),
            "HOST": unquote(parts.hostname or query.pop("host", "")),
            "PORT": str(port or query.pop("port", "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise BadSetting(
        f"DATABASE_URL starts '{parts.scheme}': write sqlite:///PATH or postgresql://user:password@host/name."
    )
