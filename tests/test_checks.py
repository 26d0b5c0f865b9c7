"""`manage.py check --deploy` must not pass while the demo could be reached from outside."""

import pytest
from cryptography.fernet import Fernet

from tests import factories
from threadsui.checks import (
    audit_key_fits,
    demo_mode_is_off,
    no_demo_user_exists,
    secrets_can_be_read,
)

pytestmark = pytest.mark.django_db


def test_deployment_check_with_a_demo_user_fails_and_names_them(person):
    user = person("agent", username="pat")
    user.is_demo = True
    user.save()

    [error] = no_demo_user_exists(None)

    assert error.id == "threadsui.E003"
    assert "pat" in error.msg


def test_deployment_check_with_people_of_ones_own_passes(agent):
    assert no_demo_user_exists(None) == []


def test_deployment_check_in_demo_mode_fails(settings):
    settings.DEMO = True

    assert [error.id for error in demo_mode_is_off(None)] == ["threadsui.E001"]


def test_deployment_check_outside_demo_mode_passes():
    assert demo_mode_is_off(None) == []


def test_deployment_check_names_connections_whose_secrets_cannot_be_read(settings):
    factories.connection("desk", secret="sk-desk")
    assert secrets_can_be_read(None) == []

    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    [error] = secrets_can_be_read(None)
    assert (error.id, "desk" in error.msg) == ("threadsui.E004", True)


def test_deployment_check_tells_when_the_audit_key_is_another(settings):
    factories.event()
    assert audit_key_fits(None) == []

    earlier = settings.AUDIT_KEY
    settings.AUDIT_KEY = ["another-key-that-is-long-enough-to-be-one"]
    assert [error.id for error in audit_key_fits(None)] == ["threadsui.E005"]

    settings.AUDIT_KEY = [*settings.AUDIT_KEY, *earlier]
    assert audit_key_fits(None) == []
