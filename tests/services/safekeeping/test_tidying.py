"""What is past its use goes, once a day; what somebody may still use stays."""

import io
import uuid
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.workers import work
from threadsui import tasks
from threadsui.models import SpentToken
from threadsui.services.safekeeping import tidying

pytestmark = pytest.mark.django_db(transaction=True)


def session_of(person, *, is_old=False):
    """A sign-in; returns its client and key."""
    client = Client()
    client.force_login(person)
    client.get("/threads/")
    key = client.session.session_key
    UserSession.objects.get_or_create(
        session_key=key, defaults={"user": person, "ip": "127.0.0.1", "user_agent": "test"}
    )
    if is_old:
        past = timezone.now() - timedelta(minutes=1)
        Session.objects.filter(pk=key).update(expire_date=past)
    return client, key


def token(agent, *, days):
    thread = factories.thread()
    created = timezone.now() - timedelta(days=days)
    SpentToken.objects.create(token=uuid.uuid4(), actor=agent, thread=thread, created_at=created)


def test_what_is_past_its_use_is_removed_and_the_rest_stays(agent, monkeypatch):
    monkeypatch.setattr(tidying, "BATCH", 2)
    client, key = session_of(agent)
    for _ in range(3):
        session_of(agent, is_old=True)
        token(agent, days=41)
    token(agent, days=39)
    said = io.StringIO()

    call_command("tidy", stdout=said)

    assert said.getvalue() == "Removed 3 expired sessions and 3 spent tokens.\n"
    assert [one.pk for one in Session.objects.all()] == [key]
    assert [one.session_key for one in UserSession.objects.all()] == [key]
    assert SpentToken.objects.count() == 1
    assert client.get("/threads/").status_code == 200


def test_worker_tidies_once_a_day(agent, time_machine):
    def tidied():
        tasks.schedule_sweep()
        tasks.DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        work()
        return DBTaskResult.objects.filter(task_path=tasks.tidy_up.module_path).successful()

    session_of(agent, is_old=True)
    assert tidied().get().return_value["sessions"] == 1
    session_of(agent, is_old=True)
    first = tidied().get()
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    second = tidied().get()

    assert first.pk != second.pk
    assert second.return_value["sessions"] == 1
