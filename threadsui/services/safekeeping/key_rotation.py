"""Encrypting everything anew with the newest of ENCRYPTION_KEYS, so that the older ones can be put away."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Connection, User
from threadsui.models.fields import EncryptedTextField, is_newest, rotated

from ..errors import ServiceError
from .second_factor_secrets import rotate_second_factors


@transaction.atomic
def rotate_secrets(*, actor: User | None) -> int:
    """Encrypt with the newest key whatever is encrypted with an older one; returns how many values that were.

    No actor means the system. Each connection gets an event. Raises ServiceError, with nothing changed, when a value
    fits none of the keys: it has to be given anew, or its key be added, before the others may go.
    """
    unreadable, number = [], 0
    for found, fields in _encrypted_records():
        old = {name: value for name, value in fields.items() if not is_newest(value)}
        try:
            new = {name: rotated(value) for name, value in old.items()}
        except ValueError:
            unreadable.append(f"{type(found).__name__} {found}")
            continue
        if not new:
            continue
        type(found)._base_manager.filter(pk=found.pk).update(**new)
        number += len(new)
        if isinstance(found, Connection):
            changes = {name: {"old": "encrypted", "new": "encrypted anew"} for name in new}
            action = AuditEvent.Action.CONNECTION_REENCRYPTED
            record(action, actor=actor, target=found, changes=changes)
    factors, lost = rotate_second_factors()
    number += factors
    unreadable += lost
    if unreadable:
        said = _(
            "Nothing was changed: the %(number)s ENCRYPTION_KEYS given cannot read these: %(records)s. "
            "Add the key they were saved with, or give their secrets again."
        )
        values = {"number": len(settings.ENCRYPTION_KEYS), "records": ", ".join(unreadable)}
        raise ServiceError(said % values)
    return number


def _encrypted_records() -> Iterator[tuple[models.Model, dict[str, str]]]:
    """Every record with an encrypted value, locked, and its ciphertexts by field."""
    for model in apps.get_app_config("threadsui").get_models():
        fields = [one for one in model._meta.fields if isinstance(one, EncryptedTextField)]
        if not fields:
            continue
        for found in model._base_manager.select_for_update().order_by("pk"):
            values = {one.attname: found.__dict__.get(one.attname) for one in fields}
            kept = {name: value for name, value in values.items() if value}
            if kept:
                yield found, kept
