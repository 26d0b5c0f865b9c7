"""How a request proves who sends it, and which headers may leave at all."""

import json
import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

from . import sentences
from .sentences import SettingError

AuthStyle = Literal["bearer", "api_key", "header", "none"]

SHORTEST_MASKED = 8  # characters; hiding a shorter word would blank ordinary text
HIDDEN = "[hidden]"
LEARNED_MAX = 4  # tokens: the current one, and those that calls under way may still hold

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 token
_VALUE = re.compile(r"[\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
_FRAMING = {"content-length", "transfer-encoding", "connection"}


@dataclass(frozen=True, slots=True)
class Auth:
    """`bearer`: Authorization: Bearer SECRET · `api_key`: api-key: SECRET (Azure) · `header`: the named one: SECRET.

    Raises ValueError, without the secret in it, for a secret that no header can carry.
    """

    style: AuthStyle = "none"
    secret: str = field(default="", repr=False)
    header: str = ""

    def __post_init__(self) -> None:
        checked_headers(self.headers())

    def headers(self) -> dict[str, str]:
        """The headers to send; empty for `none`, and without a secret."""
        if self.style == "none" or not self.secret:
            return {}
        if self.style == "bearer":
            return {"Authorization": f"Bearer {self.secret}"}
        return {"api-key" if self.style == "api_key" else self.header: self.secret}


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, if they can be sent. Values never appear in the SettingError: they may be secrets."""
    for name, value in headers.items():
        if not _NAME.fullmatch(name):
            raise SettingError(sentences.NO_HEADER_NAME, name=repr(name))
        if name.lower() in _FRAMING:
            raise SettingError(sentences.OWN_HEADER, name=name)
        if not _VALUE.fullmatch(value):
            raise SettingError(sentences.NO_HEADER_VALUE, name=name)
    return dict(headers)


def _spelled(secrets: Iterable[str]) -> list[str]:
    """The secrets as they are, in a URL, and in JSON, where some servers write a slash as two characters."""
    known = {secret for secret in secrets if len(secret) >= SHORTEST_MASKED}
    in_url = {quote(secret, safe="") for secret in known}
    in_json = {json.dumps(secret)[1:-1] for secret in known}
    slashed = {one.replace("/", "\\/") for one in in_json}
    return sorted(known | in_url | in_json | slashed, key=len, reverse=True)


class Mask:
    """Hides secrets in any text that is kept or shown, for instance when a server echoes the key."""

    def __init__(self, secrets: Iterable[str]):
        self._secrets = list(secrets)
        self._learned: deque[str] = deque(maxlen=LEARNED_MAX)
        self._spellings = _spelled(self._secrets)

    def learn(self, secret: str) -> None:
        """Hide this one from now on, too; of those learned, the latest few are remembered."""
        self._learned.append(secret)
        self._spellings = _spelled([*self._secrets, *self._learned])

    def __call__(self, text: str) -> str:
        for secret in self._spellings:
            text = text.replace(secret, HIDDEN)
        return text
