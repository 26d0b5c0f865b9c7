"""Everything that the environment may set, with its type, default and meaning."""

import os
import secrets
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from cryptography.fernet import Fernet
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from .proxies import Proxies

BASE_DIR = Path(__file__).resolve().parent.parent
REQUIRED = ("secret_key", "encryption_keys", "audit_key")
AUDIT_KEY_MIN_LENGTH = 32  # characters
Settings = TypeVar("Settings", bound=BaseSettings)


def _split(value: object) -> object:
    return (
        [item.strip() for item in value.split(",") if item.strip()]
        if isinstance(value, str)
        else value
    )


def read(kind: type[Settings]) -> Settings:
    """What the environment sets of this kind; a value that cannot be read stops the start with a sentence."""
    try:
        return kind()
    except ValidationError as exc:
        said = [f"{str(one['loc'][0]).upper()}: {one['msg']}." for one in exc.errors()]
        raise SystemExit(" ".join([*said, "See docs/operations.md."])) from None


CommaSeparated = Annotated[list[str], NoDecode, BeforeValidator(_split)]


class Environment(BaseSettings):
    """Read once by `settings.py`. Outside demo mode the three keys are required.

    Being a setting itself, it is shown by `diffsettings` and on a debug page: no secret is in its repr or its errors.
    """

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    demo: bool = Field(default=False, description="The embedded run: demo team, loopback only")
    debug: bool = False
    data_dir: Path = Field(default=BASE_DIR / "var", description="SQLite files and the demo's keys")
    database_url: str = Field(default="", repr=False, description="Empty: SQLite in data_dir")
    secret_key: str = Field(default="", repr=False, description="Signs sessions and CSRF tokens")
    encryption_keys: CommaSeparated = Field(
        default=[], repr=False, description="Fernet keys for stored secrets, newest first"
    )
    audit_key: CommaSeparated = Field(
        default=[], repr=False, description="Seals the audit chain; earlier keys after the newest"
    )
    sandbox_key: str = Field(
        default="", repr=False, description="Bearer token that opens /sandbox/v1"
    )
    secret_env_prefix: str = Field(
        default="CONNECTION_SECRET_",
        description="Of variables that a connection may name as its key",
    )
    secrets_dir: Path | None = Field(
        default=None, description="Folder of files that a connection may name as its key"
    )
    allowed_hosts: CommaSeparated = ["127.0.0.1", "localhost"]
    csrf_trusted_origins: CommaSeparated = []
    trusted_proxies: CommaSeparated = Field(
        default=[], description="Addresses and networks whose headers about the client are believed"
    )
    proxy_headers: Literal["X-Forwarded", "Forwarded"] = Field(
        default="X-Forwarded",
        description="Which headers these proxies write; the others are not read",
    )
    session_hours: float = Field(
        default=12, gt=0, le=30 * 24, description="How long a sign-in lasts"
    )
    second_factor_required: bool = Field(
        default=False, description="Nothing opens for people without one, but the page to add one"
    )
    reauthentication_required: bool = Field(
        default=False, description="Before secrets and exports, unless it was done just now"
    )
    log_level: str = "INFO"
    port: int = 8000

    def kept(self, name: str, make: str) -> str:
        """The demo's key `name`: made on the first start, then read from `data_dir`."""
        path = self.data_dir / name
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f"{name}.{os.getpid()}")
            unfinished.touch(mode=0o600)
            unfinished.write_text(make)
            unfinished.rename(path)  # a kill before this leaves no empty key behind
        return path.read_text().strip()

    def with_keys(self) -> "Environment":
        """Fill in the demo's own keys; elsewhere a missing key stops the start with a sentence."""
        if self.demo:
            self.secret_key = self.secret_key or self.kept("secret_key", secrets.token_urlsafe(50))
            self.encryption_keys = self.encryption_keys or [
                self.kept("encryption_key", Fernet.generate_key().decode())
            ]
            self.audit_key = self.audit_key or [self.kept("audit_key", secrets.token_urlsafe(48))]
        missing = [name for name in REQUIRED if not getattr(self, name)]
        if missing:
            names = " and ".join(name.upper() for name in missing)
            raise SystemExit(f"Set {names} in the environment (see docs/operations.md), or DEMO=1.")
        self._check_encryption_keys()
        self._check_audit_key()
        self._check_trusted_proxies()
        return self

    def _check_encryption_keys(self) -> None:
        for place, key in enumerate(self.encryption_keys, start=1):
            try:
                Fernet(key)
            except ValueError:
                raise SystemExit(
                    f"Key {place} of ENCRYPTION_KEYS is no Fernet key (see docs/operations.md)."
                ) from None

    def _check_audit_key(self) -> None:
        for place, key in enumerate(self.audit_key, start=1):
            if len(key) < AUDIT_KEY_MIN_LENGTH:
                raise SystemExit(
                    f"Key {place} of AUDIT_KEY has less than {AUDIT_KEY_MIN_LENGTH} characters "
                    "(see docs/operations.md)."
                )

    def _check_trusted_proxies(self) -> None:
        try:
            Proxies(self.trusted_proxies)
        except ValueError as exc:
            raise SystemExit(f"TRUSTED_PROXIES: {exc} (see docs/operations.md).") from None
