import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tests import factories
from tests.pseudo import LANGUAGE, marked, pseudo_language
from threadsui.api import SENTENCES
from threadsui.models import Submission
from threadsui.words import told_again

HOSTILE = "</pre><script>alert(1)</script>"


@pytest.fixture
def lead_client(lead, client_of):
    return client_of(lead)


def page(client, submission, query="", **headers):
    return client.get(f"{submission.get_absolute_url()}{query}", headers=headers)


def shown(client, query=None):
    response = client.get(reverse("threadsui:submission_list"), query)
    return [row["title"] for row in response.context["rows"]]


# The list


def test_agent_sees_only_their_own(signed_in, agent):
    factories.submission(state="refused", title="Foreign")
    factories.submission(state="refused", actor=agent, title="Mine")

    assert shown(signed_in) == ["Mine"]


def test_lead_sees_everybodys(lead_client, agent):
    factories.submission(state="refused", title="Foreign")
    factories.submission(state="refused", actor=agent, title="Mine")

    assert shown(lead_client) == ["Mine", "Foreign"]


def test_unknown_list_holds_what_needs_a_word_and_no_more(lead_client):
    factories.submission(state="unknown", title="Open")
    factories.overdue_submission(title="Overdue")
    factories.submission(
        state="unknown", title="Closed", resolution="dismissed", resolution_reason="Test"
    )
    factories.submission(state="sending", title="On its way")
    factories.submission(state="refused", title="Refused")

    assert shown(lead_client, {"state": "unknown"}) == ["Overdue", "Open"]
    assert "Closed" in shown(lead_client, {"state": "unknown", "is_resolved": "on"})


def test_list_settles_what_a_killed_process_left(lead_client):
    submission = factories.overdue_submission()

    shown(lead_client)

    submission.refresh_from_db()
    assert submission.state == "unknown"


def test_filters_narrow_together(lead_client, agent):
    eu = factories.connection("eu")
    fits = {"state": "refused", "actor": agent, "connection": eu}
    factories.submission(**fits, title="Fits")
    factories.submission(**fits | {"state": "not_sent"}, title="Other state")
    factories.submission(**fits | {"actor": factories.user()}, title="Other person")
    factories.submission(**fits | {"connection": None}, title="Other place")
    query = {"state": "refused", "actor": agent.username, "connection": "eu"}

    assert shown(lead_client, query) == ["Fits"]


# One submission


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


# Following one to its end


def test_sending_polls_and_htmx_gets_only_the_piece(signed_in, agent):
    submission = factories.submission(state="sending", actor=agent)

    whole = page(signed_in, submission, "?follow=1")
    piece = page(
        signed_in, submission, "?follow=1", **{"HX-Request": "true", "HX-Target": "sending"}
    )

    assert '<meta http-equiv="refresh"' in whole.text
    assert 'hx-trigger="every 1s"' in whole.text
    assert piece.text.lstrip().startswith('<div id="sending"')
    assert "follow=1" in piece.text


def test_follow_leads_to_the_thread(signed_in, agent):
    submission = factories.submission(actor=agent)

    plain = page(signed_in, submission, "?follow=1")
    piece = page(
        signed_in, submission, "?follow=1", **{"HX-Request": "true", "HX-Target": "sending"}
    )

    assert plain["Location"] == submission.thread.get_absolute_url()
    assert piece["HX-Redirect"] == submission.thread.get_absolute_url()


@pytest.mark.parametrize("state", ["refused", "not_sent"])
def test_follow_leads_back_to_the_composer_when_nothing_was_created(signed_in, agent, state):
    submission = factories.submission(state=state, actor=agent)

    response = page(signed_in, submission, "?follow=1")

    assert response["Location"] == f"/threads/new/?submission={submission.pk}"


def test_follow_stays_with_an_unknown_outcome(signed_in, agent):
    submission = factories.submission(state="unknown", actor=agent)

    assert page(signed_in, submission, "?follow=1")["Location"] == submission.get_absolute_url()


def test_overdue_one_is_unknown_as_soon_as_somebody_looks(signed_in, agent):
    submission = factories.overdue_submission(actor=agent)

    assert "Nobody knows yet whether a thread exists" in page(signed_in, submission).text
    assert Submission.objects.get().state == "unknown"


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


# What went wrong technically


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_of_the_client_is_known_again_with_its_values(sentence):
    names = ("host", "reason", "seconds", "status", "max", "kind", "place", "target")
    values = dict.fromkeys(names, "desk.example:8080: x. y")
    with pseudo_language(), translation.override(LANGUAGE):
        assert told_again(sentence % values, SENTENCES) == marked(sentence) % values
        assert told_again("The model is overloaded.", SENTENCES) == "The model is overloaded."


def test_why_no_server_was_reached_is_told_in_the_reader_s_language(lead_client):
    failed = factories.submission(
        state="not_sent",
        error_message="No connection to desk.example: Connection refused. Nothing was sent.",
    )
    lead_client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
    with pseudo_language():
        html = page(lead_client, failed).text

    said = marked("No connection to %(host)s: %(reason)s. Nothing was sent.")
    assert said % {"host": "desk.example", "reason": "Connection refused"} in html
