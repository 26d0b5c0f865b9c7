"""Somebody to invite, a change of a member, and its event."""

from threadsui.models import AuditEvent
from threadsui.services import people

PASSWORD = "correct-horse-7"
ANA = {"username": "ana", "roles": ["agent"], "name": "Ana de Souza", "email": "ana@example.org"}


def change(member, actor, **values):
    values = {"name": "", "email": "", "roles": people.role_names(member)} | values
    return people.update_member(actor=actor, member=member, **values)


def told(action):
    return AuditEvent.objects.get(action=action)
