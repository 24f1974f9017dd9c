"""Secrets that must be read again, sealed with the secret key: a copy of the database alone opens none."""

import base64
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(secret: str, purpose: str) -> str:
    """The secret, sealed for one purpose."""
    return _with(purpose).encrypt(secret.encode()).decode()


def opened(sealed: str, purpose: str) -> str | None:
    """The secret; None where it was sealed with another key, or for something else."""
    from cryptography.fernet import InvalidToken

    try:
        return _with(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _with(purpose: str) -> "Fernet":
    """Imported here, for it takes long and few need it."""
    from cryptography.fernet import Fernet

    key = hashlib.blake2b(
        purpose.encode(), key=hashlib.sha256(settings.SECRET_KEY.encode()).digest(), digest_size=32
    )
    return Fernet(base64.urlsafe_b64encode(key.digest()))
