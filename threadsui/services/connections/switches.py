"""Switching a connection off, which must be possible whatever is wrong with it."""

from django.db import transaction
from django.utils.translation import gettext as _

from threadsui.audit.recording import diff, record
from threadsui.models import AuditEvent, Connection, User

from .rules import refused
from .told import told


def lock_connections() -> None:
    """Of two who save at the same moment, one waits: connections share their short names and the one default."""
    list(Connection.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def disable_connection(*, actor: User | None, slug: str) -> Connection:
    """No setting is looked at, and no secret is read: one that no key fits any more is the reason to do this.

    Nothing happens to one that is off. Raises ServiceError for the default connection; Connection.DoesNotExist.
    """
    with transaction.atomic():
        lock_connections()
        connection = Connection.objects.get(slug=slug)
        before = told(connection)
        if connection.is_default:
            raise refused("is_active", _("The default connection cannot be switched off."))
        if connection.is_active:
            connection.is_active = False
            connection.save(update_fields=["is_active"])
            record(
                AuditEvent.Action.CONNECTION_UPDATED,
                actor=actor,
                target=connection,
                changes=diff(before, told(connection)),
            )
    return connection
