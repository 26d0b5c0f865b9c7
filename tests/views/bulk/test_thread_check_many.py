"""Comparing many threads with their servers: from the bar above the list to the page that tells what came of it."""

import pytest
from django_tasks_db.models import DBTaskResult

from tests import factories
from threadsui.models import Operation, Thread
from threadsui.queries.threads.selections import threads_of
from threadsui.services.bulk import remote_steps
from threadsui.services.calling.clients import client_for
from threadsui.services.threads.drift import check_thread

CHECK = "/threads/bulk/check/"
DIALOG = {"HX-Request": "true", "HX-Target": "dialogs"}


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(remote_steps, "PAUSE", 0)


def text_of(response):
    return " ".join(response.text.split())


def run(operation):
    for current in remote_steps.run_remote_steps(
        operation=operation, threads=threads_of(operation)
    ):
        operation = current
    return operation


def test_dialog_says_what_it_costs_and_that_nothing_is_changed(signed_in, monkeypatch):
    monkeypatch.setattr(remote_steps, "PAUSE", 0.2)
    ids = [factories.thread().pk for _ in range(2)]

    dialog = signed_in.get(CHECK, {"ids": ids}, headers=DIALOG)

    assert "Compare 2 threads with the server</h2>" in dialog.text
    assert "at most five threads a second: 1 minute or more." in text_of(dialog)
    assert "Nothing is changed there" in dialog.text
    assert "No server is told" not in dialog.text


def test_press_leaves_it_to_the_worker_however_few_threads_it_is_about(signed_in, agent):
    thread = factories.created_thread(actor=agent)

    response = signed_in.post(CHECK, {"confirmed": "1", "ids": [thread.pk]})

    operation = Operation.objects.get()
    assert response["Location"] == f"/operations/{operation.pk}/"
    assert DBTaskResult.objects.get().args_kwargs == {"args": [operation.pk], "kwargs": {}}
    assert "Compare threads with their servers" in signed_in.get(response["Location"]).text


def test_page_of_the_operation_counts_each_result_and_leads_to_the_threads(signed_in, agent):
    changed, _same = (factories.created_thread(actor=agent, title=name) for name in "AB")
    client_for(changed.connection).threads.update(changed.remote_id, {"metadata": {"vip": "yes"}})
    factories.thread(title="Never there")
    signed_in.post(CHECK, {"confirmed": "1", "all": "1", "query": ""})

    operation = run(Operation.objects.get())
    page = signed_in.get(operation.get_absolute_url())

    assert "3 threads looked at, 1 of them changed remotely." in text_of(page)
    for words, number in (("Same as on the server", 1), ("Gone upstream", 1)):
        assert f"<dt>{words}</dt>" in page.text, number
    assert '<a href="/threads/?state=changed">1</a>' in page.text


def test_list_shows_and_finds_what_changed_remotely(signed_in, agent):
    changed = factories.created_thread(actor=agent, title="Changed there")
    factories.created_thread(actor=agent, title="The same")
    client_for(changed.connection).threads.update(changed.remote_id, {"metadata": {"vip": "yes"}})
    for thread in Thread.objects.all():
        check_thread(thread=thread, actor=agent)

    every = signed_in.get("/threads/")
    found = signed_in.get("/threads/?state=changed")

    assert every.text.count('class="pill" data-state="changed"') == 1
    assert [row["title"] for row in found.context["rows"]] == ["Changed there"]


def test_list_finds_what_was_not_reached(signed_in, agent):
    away = factories.connection("nowhere", base_url="http://127.0.0.1:1/v1")
    thread = factories.thread(title="Out of reach", connection=away)
    factories.created_thread(actor=agent, title="The same")
    check_thread(thread=thread, actor=agent)

    found = signed_in.get("/threads/?state=unreachable")

    assert [row["title"] for row in found.context["rows"]] == ["Out of reach"]
    assert 'data-state="created"' in found.text  # an outage is not gone


def test_auditor_compares_nothing(client_of, auditor):
    client = client_of(auditor)
    thread = factories.thread()

    assert "/threads/bulk/check/" not in client.get("/threads/").text
    assert client.post(CHECK, {"confirmed": "1", "ids": [thread.pk]}).status_code == 403
