"""Tags and assignee on a thread's page and in the drawer, with htmx and without JavaScript."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from threadsui.models import AuditEvent
from threadsui.services.teamwork.tags import tag_thread

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def thread():
    return factories.thread(messages=["Where is my order?"])


@pytest.fixture
def post(signed_in, thread):
    """Post to one of the verbs of the thread: as a browser without JavaScript, or as htmx does."""

    def send(verb, *, htmx=True, client=signed_in, **data):
        headers = {"HX-Request": "true", "HX-Target": "thread-triage"} if htmx else {}
        address = reverse(f"threadsui:thread_{verb}", args=[thread.pk])
        return client.post(address, data, headers=headers)

    return send


def names(thread):
    return [tag.name for tag in thread.tags.order_by("name")]


def test_tag_is_added_and_the_piece_comes_back(post, thread):
    response = post("tag", tag="Late Delivery")

    assert names(thread) == ["late-delivery"]
    assert response.text.count('id="thread-triage"') == 1
    assert "<h1" not in response.text
    assert 'aria-label="Remove tag late-delivery"' in response.text
    assert "Tagged: late-delivery" in response.text  # for screen readers


def test_tag_without_javascript_leads_back_to_the_thread(post, thread):
    response = post("tag", htmx=False, tag="vip")

    assert (response.status_code, response.url) == (302, thread.get_absolute_url())
    assert names(thread) == ["vip"]


@pytest.mark.parametrize("htmx", [True, False])
def test_refused_tag_comes_back_as_typed_with_the_error_beside_it(post, thread, htmx):
    response = post("tag", htmx=htmx, tag="a,b")

    assert response.status_code == 422
    assert 'value="a,b"' in response.text
    assert 'aria-describedby="tag-name_error tag-name_helptext"' in response.text
    assert "A tag has letters and digits" in response.text
    assert ("<h1" in response.text) is not htmx
    assert not AuditEvent.objects.about(thread).exists()


def test_tag_is_removed(post, thread, agent):
    tag_thread(thread=thread, name="vip", actor=agent, may_create=True)

    response = post("untag", tag="vip")

    assert names(thread) == []
    assert "Remove tag" not in response.text


def test_removing_a_tag_that_does_not_exist_is_not_found(post):
    assert post("untag", tag="nothing").status_code == 404


def test_thread_is_assigned_and_given_back(post, thread, agent):
    assert agent.display_name in post("assign", assignee=agent.username).text
    thread.refresh_from_db()
    assert thread.assignee == agent

    post("assign", unassign="yes")
    thread.refresh_from_db()
    assert thread.assignee is None


@pytest.mark.parametrize("htmx", [True, False])
def test_assigning_without_a_choice_asks_for_one_and_changes_nothing(post, thread, agent, htmx):
    post("assign", assignee=agent.username)

    response = post("assign", htmx=htmx, assignee="")

    assert response.status_code == 422
    assert "Choose a person. Nothing was assigned." in response.text
    thread.refresh_from_db()
    assert thread.assignee == agent


def test_change_on_the_threads_page_brings_the_timelines_count_for_three_queries_more(
    signed_in, thread, django_assert_num_queries
):
    address = reverse("threadsui:thread_tag", args=[thread.pk])
    headers = {"HX-Request": "true", "HX-Target": "thread-triage"}
    page = headers | {"HX-Current-URL": f"http://testserver{thread.get_absolute_url()}?tab=raw"}
    signed_in.post(address, {"tag": "vip"}, headers=headers)
    with CaptureQueriesContext(connection) as elsewhere:
        response = signed_in.post(address, {"tag": "vip"}, headers=headers)
    assert "timeline-count" not in response.text

    with django_assert_num_queries(len(elsewhere) + 3):  # its submission, its events, its calls
        response = signed_in.post(address, {"tag": "vip"}, headers=page)

    assert '<span id="timeline-count" hx-swap-oob="innerHTML">1</span>' in response.text
    assert "timeline" in response["HX-Trigger"]


@pytest.mark.parametrize("name", ["nobody", "gone", "watcher", "nul\x00"])
@pytest.mark.parametrize("htmx", [True, False])
def test_thread_cannot_be_assigned_to_just_anybody(post, thread, name, htmx):
    factories.user("agent", "gone", is_active=False)
    factories.user("viewer", "watcher")

    response = post("assign", htmx=htmx, assignee=name)

    assert response.status_code == 422
    assert 'aria-describedby="assignee_error"' in response.text
    thread.refresh_from_db()
    assert thread.assignee is None


@pytest.mark.parametrize("htmx", [True, False])
def test_choices_are_the_people_who_may_work_on_threads(
    signed_in, thread, agent, lead, viewer, htmx
):
    inactive = factories.user("agent", is_active=False)
    address, menu = thread.get_absolute_url(), {"HX-Request": "true", "HX-Target": "thread-assign"}

    assert "Assign to me" not in signed_in.get(address).text  # until the menu is opened
    opened = {"headers": menu} if htmx else {"query_params": {"open": "assign"}}
    response = signed_in.get(address, **opened)

    assert '<option value="">Choose a person…</option>' in response.text
    assert ("<html" in response.text) is not htmx
    choices = {person.username for person in response.context["people_choices"]}
    assert {agent.username, lead.username} <= choices
    assert not {inactive.username, viewer.username} & choices


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_those_who_only_read_see_tags_and_assignee_without_controls(
    thread, agent, client_of, person, role
):
    tag_thread(thread=thread, name="vip", actor=agent, may_create=True)
    thread.assignee = agent
    thread.save()

    text = client_of(person(role)).get(thread.get_absolute_url()).text

    assert 'title="vip"' in text
    assert "Assigned to" in text
    for control in ("Remove tag", "Add tag", "Assign to me", 'id="assignee"'):
        assert control not in text


def test_drawer_has_the_same_controls(signed_in, thread):
    headers = {"HX-Request": "true", "HX-Target": "drawer"}

    text = signed_in.get(thread.get_absolute_url(), headers=headers).text

    assert text.count('id="thread-triage"') == 1
    assert "Add tag" in text
    assert 'id="drawer-notes"' in text


def test_hostile_name_of_a_person_and_typed_tag_are_escaped(post, thread):
    person = factories.user("agent", first_name=HOSTILE)

    for response in (post("assign", assignee=person.username), post("tag", tag=HOSTILE)):
        assert HOSTILE not in response.text
        assert "&lt;script&gt;" in response.text
