"""Snippets, presets and saved views: what two people do to one at the same time."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from threadsui.models import AuditEvent, SavedView, Snippet
from threadsui.services.errors import ServiceError
from threadsui.services.personal import saved_views
from threadsui.services.personal.saved_views import ViewContent
from threadsui.services.personal.snippets import create_snippet, delete_snippet, update_snippet
from threadsui.services.teamwork.notes import add_note, delete_note


@pytest.fixture
def view(agent):
    return SavedView.objects.create(owner=agent, list="threads", name="View")


def test_view_deleted_meanwhile_is_told_and_nothing_is_changed(view, agent):
    SavedView.objects.all().delete()

    with pytest.raises(ServiceError, match="was deleted meanwhile"):
        saved_views.update_saved_view(view=view, actor=agent, content=ViewContent("New", ""))
    assert not AuditEvent.objects.exists()


def test_second_delete_of_a_view_writes_no_second_event(view, agent):
    same = SavedView.objects.get()
    saved_views.delete_saved_view(view=view, actor=agent)

    with pytest.raises(ServiceError, match="was deleted meanwhile"):
        saved_views.delete_saved_view(view=same, actor=agent)
    assert AuditEvent.objects.count() == 1


def test_what_is_no_longer_shared_is_left_alone_by_others(lead):
    shared = factories.snippet(is_shared=True)
    Snippet.objects.update(is_shared=False)
    values = {"name": "new", "text": "New", "is_shared": True}

    for change in (
        lambda: update_snippet(snippet=shared, actor=lead, **values),
        lambda: delete_snippet(snippet=shared, actor=lead, reason="Out of date"),
    ):
        with pytest.raises(ServiceError, match="is no longer shared"):
            change()
    assert Snippet.objects.get().name == shared.name


def test_violation_of_another_constraint_is_not_called_a_name_that_is_taken(agent):
    with pytest.raises(IntegrityError):
        create_snippet(actor=agent, name="wait", text="", is_shared=False)


@pytest.mark.parametrize("kind", ["snippet", "note"])
def test_history_is_written_after_what_is_deleted(agent, kind):
    own = factories.snippet(owner=agent)
    note = add_note(thread=factories.thread(), text="Hello", actor=agent)
    with CaptureQueriesContext(connection) as captured:
        if kind == "snippet":
            delete_snippet(snippet=own, actor=agent)
        else:
            delete_note(note=note, actor=agent, reason="Out of date")

    written = [query["sql"] for query in captured if query["sql"].startswith(("DELETE", "UPDATE"))]
    assert f'DELETE FROM "threadsui_{kind}"' in written[-2]
    assert "threadsui_audithead" in written[-1]
