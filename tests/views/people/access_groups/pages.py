"""Pages of groups, and the newest event of a kind."""

from threadsui.models import AuditEvent

GROUP, GROUPS_OF = "/team/groups/{0.pk}/", "/team/{0.pk}/groups/"


def last_event(action):
    return AuditEvent.objects.filter(action=action).order_by("-pk").first()
