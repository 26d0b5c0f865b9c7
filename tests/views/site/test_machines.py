"""What load balancers and monitors are told, and that it is true."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from threadsui import tasks
from threadsui.views.site import machines

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def ready():
    """What /readyz says, as status and words; asked from no known host, without a cookie and without TLS."""

    def ask():
        answer = Client(HTTP_HOST="10.1.2.3:8000").get("/readyz")
        assert "Location" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status_code, answer.text.strip()

    return ask


@pytest.fixture(autouse=True)
def production(settings):
    settings.SECURE_SSL_REDIRECT = True


def test_ready_with_its_worker(ready):
    tasks.schedule_sweep()

    assert ready() == (200, "ok")


def test_worker_that_never_started_or_stopped_is_told_but_pages_are_there(ready):
    assert ready() == (200, "ok, but the worker is late")

    tasks.schedule_sweep()
    assert ready() == (200, "ok")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    assert ready() == (200, "ok, but the worker is late")


def test_worker_whose_next_sweep_was_due_minutes_ago_is_late(ready):
    tasks.schedule_sweep(after=timedelta(minutes=-6))

    assert ready() == (200, "ok, but the worker is late")


@pytest.mark.parametrize("alias", ["default", "sandbox"])
def test_database_before_its_migrations_is_not_ready(ready, alias):
    with connections[alias].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0001_initial'")

    assert ready() == (503, "migrations missing")


def test_database_of_newer_code_is_ready_for_the_older(ready):
    tasks.schedule_sweep()
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('threadsui', '9999', %s)",
            [timezone.now()],
        )

    assert ready() == (200, "ok")


def test_database_that_is_away_is_not_ready_and_says_nothing_of_where_it_is(ready, monkeypatch):
    def away(*args):
        raise OperationalError('connection to server at "10.0.0.5", user "console" failed')

    monkeypatch.setattr(connections["sandbox"], "cursor", away)

    assert ready() == (503, "database unavailable")


def test_disk_without_room_is_not_ready(ready, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10, 10, machines.ROOM - 1))

    assert ready() == (503, "disk full")


def test_healthz_asks_no_database(django_assert_num_queries, agent):
    client = Client(HTTP_HOST="10.1.2.3")
    client.force_login(agent)

    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_readyz_costs_a_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        Client().get("/readyz")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_machines_only_read(path):
    assert Client().post(path).status_code == 405
