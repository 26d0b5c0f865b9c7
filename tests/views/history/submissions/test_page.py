"""One submission: what its page tells and offers, and to whom."""

import re

import pytest
from django.urls import reverse

from tests import factories

from .pages import page

HOSTILE = "</pre><script>alert(1)</script>"


def test_agent_does_not_find_a_foreign_one(signed_in):
    assert page(signed_in, factories.submission(state="refused")).status_code == 404


def test_page_tells_outcome_words_body_and_hash(lead_client):
    submission = factories.submission(
        state="refused",
        payload={"metadata": {"order": "7"}},
        explanation="The server refused this thread. Nothing was created.",
        error_message="No such file",
        error_status=400,
        error_type="invalid_request_error",
        error_code="not_found",
        error_param="messages[0].attachments[0].file_id",
        request_id="req_77",
    )
    factories.call(submission=submission, status=400, request_id="req_77")

    text = page(lead_client, submission).text

    for words in (
        "Nothing was created.",
        "“No such file”",
        "invalid_request_error",
        "messages[0].attachments[0].file_id",
        "req_77",
        submission.body_sha256,
        "Attempt 1",
    ):
        assert words in text
    assert '<span class="k">&quot;order&quot;</span>' in text


def test_hostile_words_are_escaped(lead_client):
    submission = factories.submission(
        state="unknown",
        title=HOSTILE,
        payload={"metadata": {HOSTILE: HOSTILE}},
        explanation=HOSTILE,
        error_message=HOSTILE,
        error_param=HOSTILE,
        resolution="dismissed",
        resolution_reason=HOSTILE,
    )
    factories.call(submission=submission, error=HOSTILE, request_id=HOSTILE)

    text = page(lead_client, submission).text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_parent_and_child_lead_to_each_other(lead_client):
    parent = factories.submission(state="unknown", resolution="resent")
    child = factories.submission(state="refused", parent=parent)

    assert f'href="{child.get_absolute_url()}"' in page(lead_client, parent).text
    assert f'href="{parent.get_absolute_url()}"' in page(lead_client, child).text


@pytest.mark.parametrize("role, may", [("agent", False), ("auditor", False), ("lead", True)])
def test_unknown_outcome_offers_its_verbs_to_those_who_may(db, client_of, role, may):
    user = factories.user(role)
    submission = factories.submission(state="unknown", actor=user)

    text = page(client_of(user), submission).text

    verbs = re.findall(rf'href="/submissions/{submission.pk}/(\w+)/"', text)
    assert verbs == (["adopt", "resend", "dismiss"] if may else [])


def test_answer_with_an_id_suggests_it(lead_client):
    submission = factories.submission(state="unknown")
    factories.call(submission=submission, response_body='{"id": "thread_found", "broken')

    assert "thread_found" in page(lead_client, submission).text
    adopt = lead_client.get(reverse("threadsui:submission_adopt", args=[submission.pk]))
    assert 'value="thread_found"' in adopt.text


def test_submission_has_the_timeline_of_its_thread_with_what_joins_its_lines(signed_in, agent):
    submission = factories.submission(actor=agent, source="command")
    made = {"correlation_id": "c-press-1"}
    factories.event("thread.created", actor=agent, target=submission.thread, **made)
    factories.call(submission=submission, thread=submission.thread, **made)
    factories.event("thread.drift_found", actor=False, target=submission.thread)

    page = signed_in.get(submission.get_absolute_url())
    calls = signed_in.get(
        submission.get_absolute_url(),
        {"show": "calls"},
        headers={"HX-Request": "true", "HX-Target": "submission-timeline"},
    )

    kinds = [one["item"].kind for day in page.context["days"] for one in day["items"]]
    assert sorted(kinds) == ["event", "event", "press", "send"]
    assert page.text.count("c-press-1") == 2
    assert "found the thread changed on the server" in page.text
    assert "<h1" not in calls.text
    assert "found the thread changed" not in calls.text
    assert "/threads" in calls.text


def test_submission_page_reads_as_much_for_many_events_as_for_one(
    signed_in, agent, django_assert_num_queries, django_assert_max_num_queries
):
    submission = factories.submission(actor=agent)
    signed_in.get(submission.get_absolute_url())  # the session's own writes
    with django_assert_max_num_queries(17) as first:
        signed_in.get(submission.get_absolute_url())
    for _ in range(5):
        factories.event(actor=agent, target=submission)
        factories.call(submission=submission)

    with django_assert_num_queries(len(first)):
        signed_in.get(submission.get_absolute_url())
