"""What stops an operation, before it begins and on its way."""

import pytest
from django.utils.translation import override

from tests import factories
from threadsui.models import AuditEvent, Operation, Tag, ThreadTag
from threadsui.queries.threads.selections import by_ids, threads_of
from threadsui.services.bulk import steps
from threadsui.services.errors import ServiceError
from threadsui.services.teamwork.tags import tag_thread
from threadsui.views.bulk.operation_words import outcome_of

from .operations import Action, Kind, finish


@pytest.mark.parametrize(
    "kind, parameters, param",
    [
        (Kind.TAG, {"tag": "!!"}, "tag"),
        (Kind.UNTAG, {"tag": "never-seen"}, "tag"),
        (Kind.ASSIGN, {"assignee": "viewer"}, "assignee"),
        (Kind.ASSIGN, {"assignee": "nobody-like-this"}, "assignee"),
    ],
)
def test_what_fits_no_thread_is_refused_before_anything_is_written(
    start, viewer, kind, parameters, param
):
    with pytest.raises(ServiceError) as caught:
        start(by_ids([factories.thread().pk]), kind=kind, **parameters)

    assert caught.value.param == param
    assert not Operation.objects.exists()
    assert not AuditEvent.objects.exists()


def test_person_who_loses_the_role_on_the_way_stops_the_operation(start, agent, monkeypatch):
    monkeypatch.setattr(steps, "STEP", 1)
    one, two = factories.thread(), factories.thread()
    operation = start(by_ids([one.pk, two.pk]))
    steps.run_step(operation=operation, threads=threads_of(operation))
    agent.groups.clear()

    with override("de"):  # whoever it is that goes on
        stopped = finish(operation)

    assert (stopped.state, stopped.done_count) == ("failed", 1)
    assert stopped.error == "The person who pressed may not change threads any more."
    assert Tag.objects.get().threads.count() == 1
    assert AuditEvent.objects.get(action=Action.OPERATION_FAILED).reason == stopped.error


def test_person_who_is_assigned_and_loses_the_role_on_the_way_stops_the_operation(
    start, lead, monkeypatch
):
    monkeypatch.setattr(steps, "STEP", 1)
    operation = start(
        by_ids([factories.thread().pk for _ in range(2)]), kind=Kind.ASSIGN, assignee=lead.username
    )
    steps.run_step(operation=operation, threads=threads_of(operation))
    lead.groups.clear()

    stopped = finish(operation)

    assert (stopped.state, stopped.done_count, stopped.changed_count) == ("failed", 1, 1)
    assert outcome_of(stopped) == (
        "1 thread changed. The person chosen cannot work on threads any more."
    )
    assert AuditEvent.objects.get(action=Action.OPERATION_FAILED).reason == stopped.error


@pytest.mark.parametrize("kind", [Kind.TAG, Kind.UNTAG])
def test_tag_that_goes_on_the_way_stops_the_operation(start, agent, kind, monkeypatch):
    monkeypatch.setattr(steps, "STEP", 1)
    threads = [factories.thread(), factories.thread()]
    if kind == Kind.UNTAG:
        for thread in threads:
            tag_thread(thread=thread, name="vip", actor=agent, may_create=True)
    operation = start(by_ids([thread.pk for thread in threads]), kind=kind, tag="vip")
    steps.run_step(operation=operation, threads=threads_of(operation))
    ThreadTag.objects.all().delete()
    Tag.objects.all().delete()

    stopped = finish(operation)

    assert (stopped.state, stopped.done_count) == ("failed", 1)
    assert outcome_of(stopped) == "1 thread changed. There is no such tag any more."
