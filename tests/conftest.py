"""Fixtures for every test: people, who is signed in, and both databases."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.utils import translation

# Playwright runs an event loop in the main thread, where Django would refuse the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSER = Path(__file__).parent / "browser"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
TRANSACTIONAL_FIXTURES = {"transactional_db", "live_server"}


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Give a test that uses the database both of them, the console's and the sandbox's; and order the tests."""
    for item in items:
        _use_both_databases(item)
    yield
    items.sort(key=_turn)  # after the other plugins, which order by their own needs


def _use_both_databases(item):
    """A test that commits (`transaction=True`, or a live server) ends in a flush; it gets the rows of the migrations
    (groups, permissions, the sandbox's connection) back before it starts.
    """
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    if marker is None and not fixtures & DATABASE_FIXTURES:
        return
    options = {"databases": "__all__"} | (marker.kwargs if marker else {})
    if options.get("transaction") or fixtures & TRANSACTIONAL_FIXTURES:
        options.update(transaction=True, serialized_rollback=True)
    item.add_marker(pytest.mark.django_db(**options), append=False)


def _turn(item):
    """Without a database, rolled back, flushed (so that nobody else misses the rows of the migrations), and in the
    browser, whose event loop then runs to the end and would stop everybody else's.
    """
    if BROWSER in item.path.parents:
        return 3
    marker = item.get_closest_marker("django_db")
    if marker is None:
        return 0
    return 2 if marker.kwargs.get("transaction") else 1


@pytest.fixture(autouse=True)
def no_checkpoints_of_an_earlier_test():
    """The copies beside the database outlive its flush: they would tell of a chain that was cut."""
    (Path(settings.DATA_DIR) / "audit-checkpoints.jsonl").unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def no_language_of_an_earlier_test():
    """A page leaves its language to the thread that made it; the next page chooses its own, but not all is a page."""
    translation.deactivate()


@pytest.fixture(scope="session")
def migrated_rows(django_db_setup):
    """What the migrations wrote, by database: the rows that a flushed database gets back."""
    return {one.alias: one._test_serialized_contents for one in connections.all()}


@pytest.fixture
def person(db, django_user_model):
    """Make a person: `person("lead")`, or `person("agent", username="ana")`. The role "" has no group."""
    from django.contrib.auth.models import Group

    def make(role, username=None):
        user = django_user_model.objects.create_user(
            username or role or "nobody", password="secret"
        )
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def viewer(person):
    return person("viewer")


@pytest.fixture
def agent(person):
    return person("agent")


@pytest.fixture
def lead(person):
    return person("lead")


@pytest.fixture
def auditor(person):
    return person("auditor")


@pytest.fixture
def admin(person):
    return person("admin")


@pytest.fixture
def client_of():
    """A Django test client in which this person is signed in: `client_of(agent).get("/threads/")`."""

    def make(user):
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def signed_in(agent, client_of):
    """A Django test client in which the agent is signed in."""
    return client_of(agent)


@pytest.fixture
def sandbox_connection(db):
    """The connection that the migrations make: the embedded sandbox, the default one."""
    from threadsui.models import Connection

    return Connection.objects.get(is_sandbox=True)


@pytest.fixture
def there():
    """Another server, which lists its threads: a personality of tests/personalities.py."""
    from tests.personalities import running

    with running("foundry") as server:
        yield server


@pytest.fixture
def desk(db, there):
    """The connection to that server."""
    from tests import factories

    return factories.desk(there)


@pytest.fixture(scope="session")
def collected_static(tmp_path_factory):
    """The folder of static files as a browser gets them: small, each also under its name without the hash."""
    folder = tmp_path_factory.mktemp("static")
    storage = {"BACKEND": "dashboard.static_files.SmallStaticFilesStorage"}
    storages = settings.STORAGES | {"staticfiles": storage}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder
