"""What a role may do changes in a shell or a migration of one's own: the history tells of it."""

from django.contrib.auth.models import Group, Permission

from threadsui.models import AuditEvent


def test_change_of_what_a_role_may_is_an_event(db):
    group = Group.objects.get(name="viewer")

    group.permissions.add(Permission.objects.get(codename="change_any_preset"))
    group.permissions.clear()

    added, cleared = AuditEvent.objects.filter(action="role.updated").order_by("pk")
    assert added.changes == {"permissions": {"old": None, "new": ["change_any_preset"]}}
    assert "view_thread" in cleared.changes["permissions"]["old"]
    assert (added.target_label, added.actor_name) == ("viewer", "system")
