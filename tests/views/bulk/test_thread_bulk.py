"""Acting on many threads from the list: what is said before, what is done, and what is said afterwards."""

import pytest
from django_tasks_db.models import DBTaskResult

from tests import factories
from threadsui.models import AuditEvent, Operation, Tag, Thread
from threadsui.services.bulk import steps
from threadsui.views.bulk import thread_bulk as views

TAG = "/threads/bulk/tag/"
DIALOG = {"HX-Request": "true", "HX-Target": "dialogs"}


@pytest.fixture
def press(signed_in):
    def post(address=TAG, **data):
        return signed_in.post(address, {"confirmed": "1", "tag": "vip"} | data, follow=True)

    return post


def tagged():
    return set(Thread.objects.filter(tags__name="vip").values_list("title", flat=True))


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_ticked_rows_are_tagged_and_the_list_says_so(press):
    one, two = factories.thread(title="One"), factories.thread(title="Two")
    factories.thread(title="Three")

    response = press(ids=[one.pk, two.pk], query="state=created")

    assert tagged() == {"One", "Two"}
    assert response.redirect_chain == [("/threads/?q=state%3Acreated", 302)]
    assert said(response) == ["2 threads changed."]


def test_all_that_match_are_tagged_whatever_is_ticked(press, agent):
    mine = factories.thread(title="Mine", creator=agent)
    factories.thread(title="Mine, on another page", creator=agent)
    factories.thread(title="Not mine")

    press(ids=[mine.pk], all="1", query=f"creator={agent.username}")

    assert tagged() == {"Mine", "Mine, on another page"}


def test_those_that_stayed_as_they_were_are_counted(press):
    ids = [factories.thread().pk for _ in range(3)]
    press(ids=ids[:2])

    response = press(ids=ids)

    assert said(response) == [
        "1 thread changed. 2 stayed as they were: tagged so before, or as many tags as fit."
    ]


def test_dialog_says_how_many_it_will_touch(signed_in, agent, monkeypatch):
    ids = [factories.thread(creator=agent).pk for _ in range(3)]

    ticked = signed_in.get(TAG, {"ids": ids[:2], "query": ""}, headers=DIALOG)
    every = signed_in.get(TAG, {"ids": ids[:2], "all": "1", "query": ""}, headers=DIALOG)
    monkeypatch.setattr("threadsui.views.bulk.selections.COUNT_MAX", 2)
    many = signed_in.get(TAG, {"all": "1", "query": ""}, headers=DIALOG)

    assert "Tag 2 threads</h2>" in ticked.text
    assert "Tag all 3 threads that match</h2>" in every.text
    assert "Tag all 2+ threads that match</h2>" in many.text
    assert "<h1" not in ticked.text


def test_nothing_ticked_is_said_and_nothing_is_done(press, signed_in):
    factories.thread()

    response = press()

    assert response.status_code == 422
    assert "No thread is selected." in response.text
    assert not Operation.objects.exists()


def test_bare_address_where_signing_in_leads_means_no_thread(signed_in):
    factories.thread()

    response = signed_in.get(TAG)

    assert response.status_code == 422
    assert "No thread is selected." in response.text


def test_bad_tag_comes_back_at_its_field_with_the_selection(press):
    thread = factories.thread()

    response = press(tag="!!", ids=[thread.pk])

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["tag"]
    assert f'name="ids" value="{thread.pk}"' in response.text
    assert 'value="!!"' in response.text


def test_tag_that_nobody_has_is_not_taken_off(press):
    response = press("/threads/bulk/untag/", ids=[factories.thread().pk], tag="unheard-of")

    assert response.status_code == 422
    assert "There is no tag" in response.text


def test_threads_are_assigned_to_a_person(press, lead):
    thread = factories.thread()

    press("/threads/bulk/assign/", ids=[thread.pk], assignee=lead.username)

    thread.refresh_from_db()
    assert thread.assignee == lead


def test_person_without_the_role_cannot_be_chosen(press, viewer):
    response = press("/threads/bulk/assign/", ids=[factories.thread().pk], assignee="viewer")

    assert list(response.context["form"].errors) == ["assignee"]


def test_unknown_action_is_not_found(signed_in):
    assert signed_in.get("/threads/bulk/explode/").status_code == 404


def test_many_threads_are_left_to_the_worker_and_shown_as_they_go(signed_in, press, monkeypatch):
    monkeypatch.setattr(views, "STEP", 2)
    for _ in range(3):
        factories.thread()

    response = press(all="1", query="")

    operation = Operation.objects.get()
    assert response.redirect_chain == [(f"/operations/{operation.pk}/", 302)]
    assert DBTaskResult.objects.get().args_kwargs == {"args": [operation.pk], "kwargs": {}}
    assert 'hx-trigger="every 1s"' in response.text
    assert tagged() == set()

    steps.run_step(operation=operation, threads=Thread.objects.all())
    headers = {"HX-Request": "true", "HX-Target": "operation"}
    piece = signed_in.get(f"/operations/{operation.pk}/", headers=headers)
    assert "3 threads changed." in piece.text
    assert "hx-trigger" not in piece.text
    assert "<h1" not in piece.text


def test_every_event_of_a_press_has_its_request_id(signed_in):
    thread = factories.thread()

    response = signed_in.post(TAG, {"confirmed": "1", "tag": "vip", "ids": [thread.pk]})

    ids = set(AuditEvent.objects.values_list("correlation_id", flat=True))
    assert ids == {response["X-Request-ID"]}


def test_operation_of_somebody_else_is_not_found(signed_in, client_of, lead):
    operation = factories.operation()

    assert signed_in.get(operation.get_absolute_url()).status_code == 404
    page = client_of(lead).get(operation.get_absolute_url())
    assert f"/audit/?correlation_id={operation.correlation_id}" in page.text


@pytest.mark.parametrize(
    "kind, parameters, words",
    [
        ("threads.tag", {"tag": "vip"}, "Tag threads with “vip”"),
        ("threads.untag", {"tag": "vip"}, "Remove “vip” from threads"),
        ("threads.assign", {"assignee": "ana"}, "Assign threads to ana"),
        ("threads.assign", {"assignee": ""}, "Assign threads to nobody"),
        ("threads.export", {"format": "csv"}, "Export threads as CSV"),
    ],
)
def test_page_says_what_was_pressed(client_of, lead, kind, parameters, words):
    operation = factories.operation(kind=kind, parameters=parameters)

    assert words in client_of(lead).get(operation.get_absolute_url()).text


def test_viewer_is_shown_no_boxes_and_may_do_nothing(client_of, viewer):
    thread = factories.thread()
    client = client_of(viewer)

    assert 'name="ids"' not in client.get("/threads/").text
    assert client.post(TAG, {"confirmed": "1", "tag": "vip", "ids": [thread.pk]}).status_code == 403
    assert not Tag.objects.exists()


def test_auditor_exports_what_is_ticked_and_changes_nothing(client_of, auditor):
    factories.thread()
    client = client_of(auditor)

    page = client.get("/threads/").text

    assert 'name="ids"' in page
    assert "/threads/export/" in page
    assert "/threads/bulk/assign/" not in page


def test_running_operation_is_cancelled_from_its_page_which_says_how_far_it_came(signed_in, agent):
    operation = factories.operation(actor=agent, state="running", total=120, done_count=37)
    page = operation.get_absolute_url()
    assert "Cancel the rest" in signed_in.get(page).text

    response = signed_in.post(f"{page}cancel/", follow=True)

    assert response.redirect_chain == [(page, 302)]
    assert f"37 of 120 done; cancelled by {agent.display_name}." in response.text
    assert "What was done stays. For the rest, start it again." in response.text
    assert "Cancel the rest" not in response.text
    piece = signed_in.get(page, headers={"HX-Request": "true", "HX-Target": "operation"})
    assert '<div id="operation-actions" class="page-actions" hx-swap-oob="true">' in piece.text
    assert "Cancel the rest" not in piece.text


def test_operation_that_ended_meanwhile_is_not_cancelled(press, signed_in):
    thread = factories.thread()
    press(ids=[thread.pk])
    operation = Operation.objects.get()

    response = signed_in.post(f"{operation.get_absolute_url()}cancel/", follow=True)

    assert said(response) == ["It had ended before you pressed. There was nothing left to cancel."]
    assert not AuditEvent.objects.filter(action="operation.cancelled").exists()
