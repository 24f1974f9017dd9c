"""Secret addresses that programs read at: the secret is told once, and what is kept cannot be turned back into it."""

import hashlib
import secrets
from typing import Any

from moothall.core import clock


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new() -> tuple[str, dict[str, Any]]:
    """A new secret, and the fields of a `SecretAddress` that hold it."""
    secret = secrets.token_urlsafe(32)
    return secret, {"digest": digest(secret), "prefix": secret[:6], "created_at": clock.now()}
