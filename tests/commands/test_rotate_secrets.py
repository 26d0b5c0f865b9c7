"""`manage.py rotate_secrets`: everything encrypted, under the newest key, or nothing at all."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from tests import factories
from threadsui.models import AuditEvent, Connection

pytestmark = pytest.mark.django_db


def rotate(*arguments):
    out = io.StringIO()
    call_command("rotate_secrets", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def desk():
    return factories.connection(
        "desk", secret="canary-4711-key", extra_headers={"x-a": "canary-0815"}
    )


def new_key():
    return Fernet.generate_key().decode()


def test_old_key_can_be_put_away_afterwards(desk, admin, settings):
    newest = new_key()
    settings.ENCRYPTION_KEYS = [newest, *settings.ENCRYPTION_KEYS]

    assert "Encrypted 2 values" in rotate("--actor", "admin")

    settings.ENCRYPTION_KEYS = [newest]
    kept = Connection.objects.get(pk=desk.pk)
    assert (kept.secret, kept.extra_headers) == ("canary-4711-key", {"x-a": "canary-0815"})
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, sorted(event.changes)) == (
        "connection.reencrypted",
        admin,
        ["extra_headers", "secret"],
    )
    assert "canary" not in str(event.changes)


def test_what_is_under_the_newest_key_already_is_left_alone(desk):
    assert "already" in rotate()
    assert not AuditEvent.objects.exists()


def test_value_that_no_key_reads_stops_it_and_changes_nothing(desk, settings):
    other = factories.connection("other", secret="of-another-key")
    Connection.objects.filter(pk=other.pk).update(secret="")
    lost, old, newest = new_key(), settings.ENCRYPTION_KEYS, new_key()
    settings.ENCRYPTION_KEYS = [lost]
    other.secret = "of-a-lost-key"
    other.save(update_fields=["secret"])
    settings.ENCRYPTION_KEYS = [newest, *old]

    with pytest.raises(CommandError, match=r"Nothing was changed.*Other") as caught:
        rotate()

    assert caught.value.returncode == 2
    settings.ENCRYPTION_KEYS = [newest]
    with pytest.raises(ImproperlyConfigured):
        Connection.objects.get(pk=desk.pk).secret  # noqa: B018
    assert not AuditEvent.objects.exists()
