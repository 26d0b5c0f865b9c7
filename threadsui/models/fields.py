"""Fields whose value is encrypted in the database, and decrypted when it is asked for."""

import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

DUMPED = "encrypted with ENCRYPTION_KEYS: "  # before the ciphertext, in what dumpdata writes


class Ciphertext(str):
    """A value as the database has it. It never leaves the record: asking for the attribute decrypts it."""

    __slots__ = ()


class DecryptedWhenRead(DeferredAttribute):
    """So that a record whose secret cannot be read can still be listed, switched off and given a new one."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = instance.__dict__[self.field.attname] = self.field.decrypted(value)
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text, encrypted with the first of `ENCRYPTION_KEYS` and read with any of them; empty stays empty.

    A key that does not fit is a loud ImproperlyConfigured for whoever reads the attribute, never a blank and never the
    ciphertext. A dump of the database holds the ciphertext, too.
    """

    descriptor_class = DecryptedWhenRead

    def decrypted(self, ciphertext):
        return decrypted(ciphertext, what=f"{self.model.__name__}.{self.name}")

    def from_db_value(self, value, expression, connection):
        return Ciphertext(value) if value else self.to_python("")

    def pre_save(self, model_instance, add):
        """What was not read since it was loaded is written back as it is, whatever the keys are now."""
        kept = model_instance.__dict__.get(self.attname)
        return kept if isinstance(kept, Ciphertext) else super().pre_save(model_instance, add)

    def get_prep_value(self, value):
        if not value or isinstance(value, Ciphertext):
            return value or ""
        return encrypted(value)

    def value_to_string(self, obj):
        encrypted = self.get_prep_value(self.value_from_object(obj))
        return f"{DUMPED}{encrypted}" if encrypted else ""

    def to_python(self, value):
        """Also from a dump."""
        if isinstance(value, str) and value.startswith(DUMPED):
            return self.decrypted(value.removeprefix(DUMPED))
        return super().to_python(value)


class EncryptedJSONField(EncryptedTextField):
    """A dict of JSON values, encrypted as a whole."""

    _pyi_private_set_type: dict[str, str]  # what django-stubs reads for the attribute's type
    _pyi_private_get_type: dict[str, str]

    def decrypted(self, ciphertext):
        return json.loads(super().decrypted(ciphertext))

    def get_prep_value(self, value):
        is_new = value and not isinstance(value, Ciphertext)
        return super().get_prep_value(json.dumps(value) if is_new else value)

    def to_python(self, value):
        return super().to_python(value) if value and isinstance(value, str) else value or {}


def encrypted(text):
    """Ciphertext by the first of `ENCRYPTION_KEYS`, for what has no field of its own."""
    return _fernet().encrypt(text.encode()).decode()


def decrypted(ciphertext, *, what):
    """The text again. Raises ImproperlyConfigured, which names `what`, when no key fits."""
    try:
        return _fernet().decrypt(ciphertext.encode()).decode()
    except InvalidToken:
        raise ImproperlyConfigured(
            f"{what} cannot be read with the ENCRYPTION_KEYS given."
        ) from None


def is_newest(ciphertext):
    """Whether the first of `ENCRYPTION_KEYS` reads it."""
    try:
        Fernet(settings.ENCRYPTION_KEYS[0]).decrypt(ciphertext.encode())
    except InvalidToken:
        return False
    return True


def rotated(ciphertext):
    """The same value, encrypted with the first of `ENCRYPTION_KEYS`. Raises ValueError when none of them reads it."""
    try:
        return Ciphertext(_fernet().rotate(ciphertext.encode()).decode())
    except InvalidToken:
        raise ValueError("None of the ENCRYPTION_KEYS reads this value.") from None


def _fernet():
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])
