"""Fields whose value is encrypted in the database."""

import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

DUMPED = "encrypted with ENCRYPTION_KEYS: "  # before the ciphertext, in what dumpdata writes


def _fernet():
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])


class EncryptedTextField(models.TextField):
    """Text, encrypted with the first of `ENCRYPTION_KEYS` and read with any of them; empty stays empty.

    A key that does not fit is a loud ImproperlyConfigured, never a blank and never the ciphertext. A dump of the
    database holds the ciphertext, too.
    """

    def get_prep_value(self, value):
        return _fernet().encrypt(value.encode()).decode() if value else ""

    def from_db_value(self, value, expression, connection):
        if not value:
            return ""
        try:
            return _fernet().decrypt(value.encode()).decode()
        except InvalidToken:
            raise ImproperlyConfigured(
                f"{self.model.__name__}.{self.name} cannot be read with the ENCRYPTION_KEYS given."
            ) from None

    def value_to_string(self, obj):
        encrypted = self.get_prep_value(self.value_from_object(obj))
        return f"{DUMPED}{encrypted}" if encrypted else ""

    def to_python(self, value):
        """Also from a dump."""
        if isinstance(value, str) and value.startswith(DUMPED):
            return self.from_db_value(value.removeprefix(DUMPED), None, None)
        return super().to_python(value)


class EncryptedJSONField(EncryptedTextField):
    """A dict of JSON values, encrypted as a whole."""

    _pyi_private_set_type: dict[str, str]  # what django-stubs reads for the attribute's type
    _pyi_private_get_type: dict[str, str]

    def get_prep_value(self, value):
        return super().get_prep_value(json.dumps(value) if value else "")

    def from_db_value(self, value, expression, connection):
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else {}

    def to_python(self, value):
        return super().to_python(value) if value and isinstance(value, str) else value or {}
