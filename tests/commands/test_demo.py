"""`manage.py demo`: the team and the example threads of `make run`."""

from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from threadsui.management.commands import demo
from threadsui.models import AuditEvent, Submission, Thread, User

pytestmark = pytest.mark.django_db(transaction=True)

TEAM = {"viewer", "agent", "lead", "auditor", "admin"}


@pytest.fixture
def in_demo_mode(settings):
    settings.DEMO = True


def states():
    return set(Submission.objects.values_list("state", flat=True))


def test_demo_makes_one_person_per_role_who_can_sign_in(in_demo_mode, client):
    call_command("demo", verbosity=0)

    assert {user.username: user.role for user in User.objects.filter(is_demo=True)} == {
        name: name for name in TEAM
    }
    assert client.login(username="agent", password="console-demo")


def test_demo_makes_threads_by_the_service_with_every_kind_of_outcome(in_demo_mode):
    call_command("demo", verbosity=0)

    assert states() == {"accepted", "refused", "unknown"}
    assert Thread.objects.filter(title__contains="الطلب").exists()
    assert Submission.objects.count() == len(examples())
    assert Submission.objects.get(state="refused").error_param
    assert AuditEvent.objects.filter(action="thread.created").count() == Thread.objects.count()


def test_demo_run_again_changes_nothing(in_demo_mode):
    call_command("demo", verbosity=0)
    before = (User.objects.count(), Submission.objects.count(), AuditEvent.objects.count())

    call_command("demo", verbosity=0)

    assert before == (User.objects.count(), Submission.objects.count(), AuditEvent.objects.count())


def test_demo_outside_demo_mode_is_refused_and_changes_nothing(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="demo mode only"):
        call_command("demo")

    assert not User.objects.exists()


def examples():
    return yaml.safe_load(Path(demo.DATA).read_text(encoding="utf-8"))["threads"]
