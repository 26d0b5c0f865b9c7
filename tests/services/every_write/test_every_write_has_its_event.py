"""Every function of the services that a person acts by: the event that it writes, or why it writes none.

A new one that is in neither table fails. Each is carried out, and its event has to be the last write of its
transaction: until its end everybody else's events wait.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from threadsui.models import AuditEvent

from .functions import FUNCTIONS
from .quiet import QUIET
from .stage import Stage
from .writes import WRITES


@pytest.fixture
def stage(sandbox_connection, agent, lead, admin):
    return Stage(sandbox_connection, agent, lead, admin)


def test_every_function_in_which_somebody_acts_is_in_one_of_the_tables():
    assert len(FUNCTIONS) > 60
    assert FUNCTIONS.keys() - WRITES.keys() - QUIET.keys() == set()
    assert WRITES.keys() & QUIET.keys() == set()
    assert (WRITES.keys() | QUIET.keys()) - FUNCTIONS.keys() == set()


def test_every_test_that_a_table_names_is_there():
    named = [re.match(r"test_\w+", reason) for reason in QUIET.values()]
    files = {path.stem for path in Path(settings.BASE_DIR, "tests").rglob("test_*.py")}

    assert {match[0] for match in named if match} - files == set()


@pytest.mark.parametrize("name", WRITES)
def test_function_writes_its_event_with_who_acted_and_as_its_last_write(name, stage):
    action, arguments = WRITES[name]
    given = arguments(stage)
    before = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    with CaptureQueriesContext(database) as queries:
        FUNCTIONS[name](**given)

    events = AuditEvent.objects.filter(pk__gt=before, action=action)
    actor = given.get("actor", given.get("user"))
    assert [event.actor for event in events] == [actor]
    assert events[0].reason == given.get("reason", "")
    assert written_after(queries) == []


def written_after(queries):
    """The statements between an event and the end of its transaction that write or lock something else."""
    found, is_after = [], False
    for query in queries:
        sql = query["sql"]
        if "threadsui_audit" in sql and sql.startswith(("INSERT", "UPDATE")):
            is_after = True
        elif sql.startswith(("RELEASE SAVEPOINT", "COMMIT", "ROLLBACK")):
            is_after = False
        elif is_after and (sql.startswith(("INSERT", "UPDATE", "DELETE")) or "FOR UPDATE" in sql):
            found.append(sql)
    return found
