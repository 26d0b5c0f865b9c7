"""Adding people."""

import pytest

from threadsui.models import AuditEvent, User
from threadsui.services.errors import ServiceError
from threadsui.services.people.members import add_user

pytestmark = pytest.mark.django_db
ANA = {"username": "ana", "role": "agent", "password": "correct-horse-7", "name": "Ana de Souza"}


def test_person_is_added_with_the_group_of_the_role(admin):
    ana = add_user(actor=admin, email="ana@example.org", **ANA)

    assert (ana.role, ana.display_name, ana.last_name) == ("agent", "Ana de Souza", "de Souza")
    assert ana.has_perm("threadsui.add_thread")
    assert ana.check_password("correct-horse-7")
    event = AuditEvent.objects.get(action="user.created")
    assert (event.actor, event.target_label) == (admin, "ana")
    assert event.changes["role"] == {"old": None, "new": "agent"}
    assert "correct-horse" not in str(event.changes)


@pytest.mark.parametrize(
    "fields, param",
    [
        ({"role": "boss"}, "role"),
        ({"username": "two words"}, "username"),
        ({"username": ""}, "username"),
        ({"email": "nowhere"}, "email"),
        ({"password": "12345"}, "password"),
    ],
)
def test_person_who_breaks_a_rule_is_not_added(fields, param):
    with pytest.raises(ServiceError, match="Nobody was added") as caught:
        add_user(actor=None, **ANA | fields)

    assert caught.value.param == param
    assert not User.objects.exists()


def test_taken_username_is_refused(person):
    person("agent", username="ana")

    with pytest.raises(ServiceError, match="already exists"):
        add_user(actor=None, **ANA)
