"""Reads about connections."""

from django.db.models import QuerySet

from threadsui.models import AuditEvent, Connection

EVENTS_SHOWN = 20


def connections_for_list() -> QuerySet[Connection]:
    """Those in use first, the default before all, with who set their keys and who tested them."""
    found = Connection.visible.select_related("secret_set_by", "tested_by")
    return found.order_by("-is_active", "-is_default", "name", "pk")


def connection_for_page(pk: int) -> Connection | None:
    return Connection.visible.select_related("secret_set_by", "tested_by").filter(pk=pk).first()


def events_of(connection: Connection) -> QuerySet[AuditEvent]:
    """The newest ones; all of them are in the audit history."""
    return AuditEvent.visible.about(connection).order_by("-created_at", "-pk")[:EVENTS_SHOWN]
