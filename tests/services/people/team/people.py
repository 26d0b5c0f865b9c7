"""Somebody to invite, a change of a member, and its event."""

from threadsui.models import AuditEvent
from threadsui.services.people import members

PASSWORD = "correct-horse-7"
ANA = {"username": "ana", "roles": ["agent"], "name": "Ana de Souza", "email": "ana@example.org"}


def change(member, actor, **values):
    values = {"name": "", "email": "", "roles": members.role_names(member)} | values
    return members.update_member(actor=actor, member=member, **values)


def told(action):
    return AuditEvent.objects.get(action=action)
