import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from threadsui.models import AuditEvent


@pytest.fixture
def thread(agent):
    return factories.created_thread(
        actor=agent,
        metadata={"order": "7", "vip": "yes"},
        tool_resources={"code_interpreter": {"file_ids": ["file-1"]}},
    )


def address(thread):
    return reverse("threadsui:thread_update", args=[thread.pk])


def filled(client, thread, pairs, **changes):
    """What a browser posts for the form as it is shown, with other pairs and changes."""
    form = client.get(address(thread)).context["form"]
    data = {name: form[name].value() for name in form.fields} | changes
    data["metadata-TOTAL_FORMS"] = len(pairs)
    for number, (key, value) in enumerate(pairs):
        data |= {f"metadata-{number}-key": key, f"metadata-{number}-value": value}
    return data


def test_form_is_filled_with_what_the_thread_has(signed_in, thread):
    response = signed_in.get(address(thread))

    for text in ('value="order"', "yes</textarea>", "file-1"):
        assert text in response.text


def test_changes_reach_the_server_and_the_timeline(signed_in, agent, thread):
    pairs = [("order", "8"), ("vip", "yes"), ("new", "pair")]
    changes = {"code_interpreter_file_ids": "file-1\nfile-2", "title": "Bent pole"}

    response = signed_in.post(address(thread), filled(signed_in, thread, pairs, **changes))

    assert response["Location"] == thread.get_absolute_url()
    thread.refresh_from_db()
    assert thread.metadata == {"order": "8", "vip": "yes", "new": "pair"}
    assert thread.tool_resources["code_interpreter"] == {"file_ids": ["file-1", "file-2"]}
    assert thread.title == "Bent pole"
    timeline = signed_in.get(f"{thread.get_absolute_url()}?tab=timeline").text
    assert "changed metadata" in timeline


def test_form_saved_as_it_was_says_that_nothing_was_changed(signed_in, thread):
    pairs = [("order", "7"), ("vip", "yes")]

    response = signed_in.post(address(thread), filled(signed_in, thread, pairs), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "You changed nothing, so nothing was sent."
    ]
    assert not AuditEvent.objects.filter(action="thread.updated").exists()


def test_htmx_is_sent_to_the_threads_page(signed_in, thread):
    data = filled(signed_in, thread, [("order", "9")])

    response = signed_in.post(address(thread), data, headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == thread.get_absolute_url()


def test_bad_input_comes_back_filled_with_its_errors(signed_in, thread):
    pairs = [("order", "x" * 513), ("order", "again")]
    data = filled(signed_in, thread, pairs, vector_store_ids="two words")

    response = signed_in.post(address(thread), data)

    assert response.status_code == 422
    assert "This value is 513 characters; the limit is 512." in response.text
    assert "is already used in row 1" in response.text
    assert "a vector store id is one word" in response.text
    assert "x" * 513 in response.text
    thread.refresh_from_db()
    assert thread.metadata == {"order": "7", "vip": "yes"}


def test_change_by_somebody_else_in_between_is_said_at_its_row(signed_in, agent, thread):
    mine = filled(signed_in, thread, [("order", "mine"), ("vip", "yes")])
    theirs = filled(signed_in, thread, [("order", "theirs"), ("vip", "yes")])
    signed_in.post(address(thread), theirs)

    response = signed_in.post(address(thread), mine)

    assert response.status_code == 422
    assert "was changed on the server since you opened this form" in response.text
    assert "mine</textarea>" in response.text
    thread.refresh_from_db()
    assert thread.metadata["order"] == "theirs"


def test_form_by_hand_without_what_was_seen_counts_from_the_record(signed_in, thread):
    data = {"metadata-TOTAL_FORMS": 1, "metadata-0-key": "order", "metadata-0-value": "8"}

    response = signed_in.post(address(thread), data)

    assert response.status_code == 302
    thread.refresh_from_db()
    assert thread.metadata == {"order": "8"}


def test_row_button_adds_a_row_and_sends_nothing(signed_in, thread):
    data = filled(signed_in, thread, [("order", "typed")], row="metadata:add")
    before = thread.calls.count()

    response = signed_in.post(address(thread), data)

    assert response.status_code == 200
    assert "typed</textarea>" in response.text
    assert 'name="metadata-1-key"' in response.text
    assert thread.calls.count() == before


def test_agent_may_not_change_a_foreign_thread(signed_in):
    thread = factories.thread()

    response = signed_in.post(address(thread), {"title": "Mine now"})

    assert response.status_code == 403
    assert "Only the person who created this thread" in response.text
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("state", ["gone_at", "deleted_at"])
def test_thread_that_is_no_more_leads_back_to_its_page(signed_in, agent, state):
    by = {"deleted_by": agent} if state == "deleted_at" else {}
    thread = factories.thread(creator=agent, **{state: timezone.now()}, **by)

    response = signed_in.post(address(thread), {"title": "x"})

    assert response["Location"] == thread.get_absolute_url()
