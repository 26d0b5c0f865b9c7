"""What the environment sets, and that its secrets stay there."""

import pytest
from cryptography.fernet import Fernet
from pydantic import ValidationError

from dashboard.environment import Environment, read

SECRETS = {
    "SECRET_KEY": "signs-everything",
    "ENCRYPTION_KEYS": "first-key,second-key",
    "AUDIT_KEY": "seals-the-audit-chain",
    "SANDBOX_KEY": "opens-the-sandbox",
    "DATABASE_URL": "postgres://console:database-password@db/console",
}


def test_value_that_cannot_be_read_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.setenv("DEBUG", "perhaps")
    monkeypatch.setenv("SESSION_HOURS", "-1")

    with pytest.raises(SystemExit) as stopped:
        read(Environment)

    assert str(stopped.value).startswith("DEBUG: Input should be a valid boolean")
    assert "SESSION_HOURS: Input should be greater than" in str(stopped.value)
    assert "perhaps" not in str(stopped.value)


def test_environment_shows_no_secret(monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)

    shown = repr(Environment()) + str(Environment())

    assert "data_dir" in shown
    for secret in (
        "signs-everything",
        "second-key",
        "seals-the-audit",
        "opens-the-sandbox",
        "database-password",
    ):
        assert secret not in shown


def test_missing_keys_stop_the_start_with_their_names(monkeypatch):
    monkeypatch.delenv("SECRET_KEY")

    with pytest.raises(SystemExit, match="Set SECRET_KEY in the environment"):
        Environment().with_keys()


def test_demo_makes_its_keys_once_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("DEMO", "1")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.delenv("ENCRYPTION_KEYS")
    monkeypatch.delenv("AUDIT_KEY")

    first, second = Environment().with_keys(), Environment().with_keys()

    assert first.secret_key
    for name in ("secret_key", "encryption_keys", "audit_key"):
        assert getattr(first, name) == getattr(second, name)
    made = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert made == dict.fromkeys(["secret_key", "encryption_key", "audit_key"], 0o600)


def test_key_that_is_none_stops_the_start_without_showing_it(monkeypatch):
    monkeypatch.setenv("ENCRYPTION_KEYS", f"{Fernet.generate_key().decode()},not-a-key")

    with pytest.raises(SystemExit, match="Key 2 of ENCRYPTION_KEYS is no Fernet key") as caught:
        Environment().with_keys()

    assert "not-a-key" not in str(caught.value)


def test_audit_key_that_can_be_guessed_stops_the_start_without_showing_it(monkeypatch):
    monkeypatch.setenv("AUDIT_KEY", f"{'k' * 32},short-one")

    with pytest.raises(SystemExit, match="Key 2 of AUDIT_KEY has less than 32") as caught:
        Environment().with_keys()

    assert "short-one" not in str(caught.value)


@pytest.mark.parametrize("hours", ["0", "-1", "100000", "soon"])
def test_session_that_never_or_always_lasts_stops_the_start(hours, monkeypatch):
    monkeypatch.setenv("SESSION_HOURS", hours)

    with pytest.raises(ValidationError, match="session_hours"):
        Environment()


def test_policies_for_signing_in_are_off_unless_they_are_set(monkeypatch):
    assert (Environment().second_factor_required, Environment().reauthentication_required) == (
        False,
        False,
    )
    monkeypatch.setenv("SECOND_FACTOR_REQUIRED", "1")
    monkeypatch.setenv("REAUTHENTICATION_REQUIRED", "true")
    monkeypatch.setenv("SESSION_HOURS", "0.5")

    found = Environment()
    assert (found.second_factor_required, found.reauthentication_required) == (True, True)
    assert found.session_hours == 0.5
