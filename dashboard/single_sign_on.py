"""Single sign-on by OpenID Connect, as the environment sets it: whose word is taken, for whom, and as what.

Set by halves it stops the start with a sentence: a sign-in page that cannot work would be found out by the team.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from .environment import CommaSeparated
from .security import is_safe_endpoint

ROLES = ("admin", "lead", "auditor", "agent", "viewer")  # as threadsui.models.Role has them
ISSUER_MAX_LENGTH = 200  # characters, of the column that keeps who vouched for a person
ALWAYS = "always"
REQUIRED = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The one provider that people may sign in through. `roles`: group to role; empty when admins give them here."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    groups_claim: str = "groups"
    roles: Mapping[str, str] = field(default_factory=dict)
    default_role: str = ""
    trusts_email: bool = False
    second_factor: tuple[str, ...] = ()
    ca_bundle: str = ""

    def roles_for(self, groups: Iterable[str]) -> list[str]:
        """The roles that these groups stand for, else the default one; empty for nobody of the team."""
        found = {self.roles[group] for group in groups if group in self.roles}
        if not found and self.default_role:
            found = {self.default_role}
        return [role for role in ROLES if role in found]

    def proves_second_factor(self, methods: Iterable[str]) -> bool:
        """Whether a sign-in there by these methods (the claim `amr`) counts as one with a second factor."""
        return ALWAYS in self.second_factor or not set(self.second_factor).isdisjoint(methods)


class SingleSignOn(BaseSettings):
    """Read once by `settings.py`, beside `Environment`. No secret is in its repr or its errors."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    oidc_issuer: str = Field(default="", description="As its discovery document spells it")
    oidc_client_id: str = ""
    oidc_client_secret: str = Field(default="", repr=False)
    oidc_client_secret_file: Path | None = Field(default=None, description="Instead of the secret")
    oidc_name: str = Field(default="", description="On the button; the issuer's host if empty")
    oidc_scopes: str = Field(default="openid profile email", description="Separated by spaces")
    oidc_groups_claim: str = Field(default="groups", description="A path with dots if it is nested")
    oidc_roles: str = Field(default="", description="support=agent,leads=lead; or with semicolons")
    oidc_default_role: str = Field(
        default="", description="Of people without a group in oidc_roles"
    )
    oidc_trust_email: bool = Field(
        default=False, description="Its addresses are verified, although it does not say so"
    )
    oidc_second_factor: CommaSeparated = Field(
        default=[], description="Values of amr that are a second factor, or `always`"
    )
    oidc_ca_bundle: Path | None = Field(default=None, description="PEM file, instead of certifi's")
    sso_only: bool = Field(default=False, description="No passwords, nor passkeys on their own")

    def provider(self) -> Provider | None:
        """What was set; None when nothing was. Raises SystemExit with a sentence when it cannot work."""
        given = {name for name in type(self).model_fields if name.startswith("oidc_")}
        if not given & self.model_fields_set:
            if self.sso_only:
                raise _stopped("SSO_ONLY leaves no way to sign in without OIDC_ISSUER")
            return None
        secret = self._secret()
        values = {name: getattr(self, name) for name in REQUIRED} | {"oidc_client_secret": secret}
        missing = [name.upper() for name in REQUIRED if not values[name]]
        if missing:
            raise _stopped(f"Single sign-on is set by halves: {' and '.join(missing)} missing")
        self._check_issuer()
        self._check_scopes()
        return Provider(
            issuer=self.oidc_issuer,
            client_id=self.oidc_client_id,
            client_secret=secret,
            name=self.oidc_name or str(urlsplit(self.oidc_issuer).hostname),
            scopes=tuple(self.oidc_scopes.split()),
            groups_claim=self.oidc_groups_claim,
            roles=self._roles(),
            default_role=self.oidc_default_role,
            trusts_email=self.oidc_trust_email,
            second_factor=tuple(self.oidc_second_factor),
            ca_bundle=self._ca_bundle(),
        )

    def _secret(self) -> str:
        path = self.oidc_client_secret_file
        if path is None:
            return self.oidc_client_secret
        if self.oidc_client_secret:
            raise _stopped("Set OIDC_CLIENT_SECRET or OIDC_CLIENT_SECRET_FILE, not both")
        try:
            return path.read_text().strip()
        except (OSError, UnicodeDecodeError):
            raise _stopped(f"OIDC_CLIENT_SECRET_FILE cannot be read: {path}") from None

    def _check_issuer(self) -> None:
        address = self.oidc_issuer
        if not is_safe_endpoint(address):
            raise _stopped(f"OIDC_ISSUER has to begin with https://: {address}")
        if "?" in address or "#" in address or len(address) > ISSUER_MAX_LENGTH:
            raise _stopped(
                f"OIDC_ISSUER is an address without ? and #, of {ISSUER_MAX_LENGTH} characters at most"
            )

    def _check_scopes(self) -> None:
        if "openid" not in self.oidc_scopes.split():
            raise _stopped("OIDC_SCOPES lacks openid")

    def _ca_bundle(self) -> str:
        if self.oidc_ca_bundle and not self.oidc_ca_bundle.is_file():
            raise _stopped(f"OIDC_CA_BUNDLE is no file: {self.oidc_ca_bundle}")
        return str(self.oidc_ca_bundle or "")

    def _roles(self) -> dict[str, str]:
        """Groups may hold "=", and commas too where semicolons stand between the pairs: directories have such names."""
        between = ";" if ";" in self.oidc_roles else ","
        pairs = [pair.strip() for pair in self.oidc_roles.split(between) if pair.strip()]
        found = {}
        for pair in pairs:
            group, equals, role = (part.strip() for part in pair.rpartition("="))
            if not (group and equals):
                raise _stopped(f"OIDC_ROLES: “{pair}” is not GROUP=ROLE")
            if group in found:
                raise _stopped(f"OIDC_ROLES names the group “{group}” twice")
            found[group] = role
        if not found and not self.oidc_default_role:
            raise _stopped("Nobody could come in: set OIDC_ROLES or OIDC_DEFAULT_ROLE")
        for role in (*found.values(), self.oidc_default_role):
            if role and role not in ROLES:
                raise _stopped(f"There is no role “{role}”. Roles: {', '.join(ROLES)}")
        return found


def _stopped(said: str) -> SystemExit:
    return SystemExit(f"{said} (see docs/operations.md).")
