"""What a test of a connection looked at, in words."""

from django import template

from threadsui.views.connections.connections_shown import LOOKED_AT
from threadsui.words import listed

register = template.Library()


@register.filter
def looked_at(names: list[str]) -> str:
    """ "Key and Threads API", from the names of findings, which are in the audit event."""
    if not names:
        return ""
    return listed([str(LOOKED_AT.get(name, name)) for name in names])
