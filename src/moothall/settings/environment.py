"""The environment variables Moothall reads: each declared once, typed, with what it is for.

`docs/operate/settings.md` lists them; a test fails when the two differ.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

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
        if not value.isdigit():
            raise BadSetting(f"{name} is '{value}': write a whole number.")
        return int(value)

    def names(self, name: str, default: str, purpose: str) -> list[str]:
        """A list, parted by commas."""
        return [part.strip() for part in self.text(name, default, purpose).split(",") if part.strip()]

    def folder(self, name: str, default: Path, purpose: str, shown_default: str) -> Path:
        """A folder; it need not exist yet."""
        return Path(self.text(name, str(default), purpose, shown_default)).expanduser()


def checkout() -> Path | None:
    """The folder of the source checkout this runs from; None when installed from a wheel."""
    folder = Path(__file__).resolve().parents[3]
    return folder if (folder / "pyproject.toml").exists() else None


def default_home() -> Path:
    """Where the database, the kept files and the secret key live unless MOOTHALL_HOME says otherwise."""
    here = checkout()
    return here / "var" if here else Path.home() / ".local" / "share" / "moothall"


def default_data() -> Path:
    """The folder of public data: beside a checkout, else under the home folder."""
    here = checkout()
    return here.parent / "shared" / "data" if here else default_home() / "data"


def kept_secret(home: Path) -> str:
    """The secret key kept in the home folder, made at first use and readable by its owner only."""
    path = home / "secret.key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(50)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
        return key


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's database settings for a URL: `sqlite:///PATH`, or `postgresql://user:password@host/name`.

    SQLite runs in write-ahead mode, takes its write lock at the start of a transaction and waits for others.
    """
    if not url:
        url = f"sqlite:///{home / 'moothall.sqlite3'}"
    parts = urlsplit(url)
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
                    "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456"
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
            "PORT": str(parts.port or query.pop("port", "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise BadSetting(
        f"DATABASE_URL starts '{parts.scheme}': write sqlite:///PATH or postgresql://user:password@host/name."
    )
