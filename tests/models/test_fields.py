"""Secrets of a connection: encrypted wherever they are written, and read with the right key or not at all."""

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.exceptions import ImproperlyConfigured
from django.db import connection as database

from tests import factories
from threadsui.models import Connection

pytestmark = pytest.mark.django_db

SECRETS = {"secret": "sk-very-secret", "extra_headers": {"X-Team": "north-secret"}}


@pytest.fixture
def kept():
    return factories.connection("desk", **SECRETS)


def as_kept(kept):
    found = Connection.objects.get(pk=kept.pk)
    return {"secret": found.secret, "extra_headers": found.extra_headers}


def test_secrets_are_read_as_they_were_given(kept):
    assert as_kept(kept) == SECRETS


def test_secrets_are_not_in_the_table_as_they_are(kept):
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT secret, extra_headers FROM threadsui_connection WHERE id = %s", [kept.pk]
        )
        row = str(cursor.fetchone())

    assert "gAAAA" in row
    assert "very-secret" not in row
    assert "north-secret" not in row


def test_older_key_still_reads_and_a_wrong_one_is_loud(kept, settings):
    old, new = settings.ENCRYPTION_KEYS, [Fernet.generate_key().decode()]

    settings.ENCRYPTION_KEYS = new + old
    assert as_kept(kept) == SECRETS

    settings.ENCRYPTION_KEYS = new
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
        as_kept(kept)


def test_record_with_a_secret_that_cannot_be_read_can_be_changed_and_given_a_new_one(
    kept, settings
):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    found = Connection.objects.get(pk=kept.pk)

    found.is_active = False
    found.save()
    with pytest.raises(ImproperlyConfigured):
        _ = Connection.objects.get(pk=kept.pk).secret
    found.secret, found.extra_headers = "sk-new", {}
    found.save()

    assert as_kept(kept) == {"secret": "sk-new", "extra_headers": {}}


def test_dump_holds_no_secret_and_can_be_loaded(kept):
    dump = serializers.serialize("json", [kept, factories.sandbox()])
    Connection.objects.all().delete()

    for loaded in serializers.deserialize("json", dump):
        loaded.save()

    assert "very-secret" not in dump
    assert "north-secret" not in dump
    assert as_kept(kept) == SECRETS
    assert (factories.sandbox().secret, factories.sandbox().extra_headers) == ("", {})


def test_dump_is_not_loaded_with_a_wrong_key(kept, settings):
    dump = serializers.serialize("json", [kept])
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(serializers.base.DeserializationError, match="ENCRYPTION_KEYS"):
        list(serializers.deserialize("json", dump))
