"""The keys of the audit chain. They come from the environment and are never in the database.

Each has an id, by which a row names the key it was sealed with: so a key can be replaced, and the rows that are there
still be verified with the old one.
"""

import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Key:
    """`id` tells keys apart and gives nothing of `secret` away."""

    id: str
    secret: bytes

    def seal(self, kind: str, *parts: str) -> str:
        """The HMAC-SHA-256, in hex, over `kind` and `parts`, one a line. A part holds no line break itself."""
        message = "\n".join((kind, *parts)).encode()
        return hmac.digest(self.secret, message, "sha256").hex()


def current_key() -> Key:
    """The key that new rows are sealed with: the first of AUDIT_KEY."""
    return _key(settings.AUDIT_KEY[0])


def known_keys() -> dict[str, Key]:
    """Every key of AUDIT_KEY, by its id."""
    return {key.id: key for key in map(_key, settings.AUDIT_KEY)}


@lru_cache(maxsize=64)
def _key(text: str) -> Key:
    secret = text.encode()
    return Key(hashlib.sha256(b"key id\n" + secret).hexdigest()[:8], secret)
