"""A create that corrects an earlier one: it names its parent, and settles what was unknown about it."""

import uuid

import pytest

from tests import factories
from threadsui.api import schema
from threadsui.models import AuditEvent, Submission, Thread
from threadsui.services.creating.threads import create_thread
from threadsui.services.errors import ServiceError, TokenReused

State, Resolution = Submission.State, Submission.Resolution


@pytest.fixture
def correct(db, lead, sandbox_connection):
    def make(parent, text="Corrected", token=None):
        payload = {"messages": [{"role": "user", "content": text}]}
        return create_thread(
            connection=sandbox_connection,
            payload=schema.parse(schema.CreateThread, payload),
            actor=lead,
            token=token or uuid.uuid4(),
            parent=parent,
            reason="The customer is waiting",
        )

    return make


@pytest.mark.parametrize("state", ["refused", "not_sent"])
def test_parent_that_came_to_nothing_is_named_and_stays_as_it_is(correct, state):
    parent = factories.submission(state=state)

    child = correct(parent)

    parent.refresh_from_db()
    assert (child.state, child.parent) == (State.ACCEPTED, parent)
    assert (parent.state, parent.resolution) == (state, "")


def test_unknown_parent_is_resolved_as_resent(correct, lead):
    parent = factories.submission(state="unknown")

    child = correct(parent)

    parent.refresh_from_db()
    assert child.parent == parent
    assert (parent.resolution, parent.resolved_by) == (Resolution.RESENT, lead)
    assert AuditEvent.objects.about(parent).filter(action="submission.resent").count() == 1


def test_overdue_parent_is_unknown_and_then_resent(correct):
    parent = factories.overdue_submission()

    correct(parent)

    parent.refresh_from_db()
    assert (parent.state, parent.resolution) == (State.UNKNOWN, Resolution.RESENT)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "accepted"},
        {"state": "sending"},
        {"state": "unknown", "resolution": "resent"},
        {"state": "unknown", "resolution": "dismissed", "resolution_reason": "Seen."},
    ],
    ids=lambda fields: fields.get("resolution") or fields["state"],
)
def test_parent_with_an_outcome_sends_nothing(correct, fields):
    parent = factories.submission(**fields)
    threads = Thread.objects.count()

    with pytest.raises(ServiceError, match="Nothing was sent or changed"):
        correct(parent)

    assert not parent.children.exists()
    assert Thread.objects.count() == threads


def test_same_press_twice_is_one_child(correct):
    parent, token = factories.submission(state="unknown"), uuid.uuid4()

    first, second = correct(parent, token=token), correct(parent, token=token)

    assert first == second
    assert Thread.objects.count() == 1


def test_token_of_another_create_leaves_the_parent_open(correct):
    token = uuid.uuid4()
    correct(factories.submission(state="refused"), token=token)
    parent = factories.submission(state="unknown")

    with pytest.raises(TokenReused):
        correct(parent, text="Something else", token=token)

    parent.refresh_from_db()
    assert parent.is_open_unknown
