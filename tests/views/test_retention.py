"""The pages of retention rules and legal holds, and what pages show where a text was removed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.views.masking.canary import BODY, leaks
from tests.views.test_audit_export import exported, verified
from tests.views.walking import TEXT, WORD
from threadsui.models import ApiCall, AuditEvent, RetentionRule, Submission, Thread
from threadsui.services.holds import place_hold
from threadsui.services.retention import apply_rule

pytestmark = pytest.mark.django_db
WHY = "Agreed with the customer"


@pytest.fixture
def rule(sandbox_connection, admin):
    return RetentionRule.objects.create(connection=sandbox_connection, days=30, saved_by=admin)


def age_everything():
    then = timezone.now() - timedelta(days=40)
    Thread.objects.update(recorded_at=then)
    Submission.objects.update(created_at=then)
    ApiCall.objects.update(started_at=then)


def address_of(rule_or_connection):
    return reverse("threadsui:connection_retention", args=[rule_or_connection.pk])


def threads_found(client, query):
    return client.get("/threads/", {"q": query}).context["rows"]


def test_preview_changes_nothing_and_the_confirmed_rule_is_saved(
    sandbox_connection, admin, client_of
):
    client, address = client_of(admin), address_of(sandbox_connection)
    factories.thread(messages=["one", "two"], recorded_at=timezone.now() - timedelta(days=40))

    asked = client.get(address, {"days": "30"})
    assert dict(asked.context["lines"])["Messages"] == "2"
    assert not RetentionRule.objects.exists()
    saved = client.post(address, {"days": "30", "seen": "", "reason": WHY})

    assert saved["Location"] == address
    assert RetentionRule.objects.get().days == 30
    assert AuditEvent.objects.get(action="connection.retention_changed").actor == admin
    page = client.get(sandbox_connection.get_absolute_url()).text
    assert "Texts are removed 30 days after" in page
    assert Thread.objects.get().text_removed_at is None


@pytest.mark.parametrize(
    "typed, error",
    [("soon", "whole number"), ("0", "one day or more"), ("99999", "36500 days at most")],
)
def test_days_that_are_none_are_told_at_their_field(
    sandbox_connection, admin, client_of, typed, error
):
    response = client_of(admin).get(address_of(sandbox_connection), {"days": typed})

    assert response.status_code == 422
    assert error in response.text
    assert f'value="{typed}"' in response.text


def test_rule_without_a_reason_or_with_an_old_state_is_not_saved(rule, admin, client_of):
    client, address = client_of(admin), address_of(rule)

    silent = client.post(address, {"days": "7", "seen": "30", "reason": " "})
    late = client.post(address, {"days": "7", "seen": "90", "reason": WHY})
    broken = client.post(address, {"days": "-7", "seen": "30", "reason": WHY})

    assert [silent.status_code, late.status_code, broken.status_code] == [422] * 3
    assert "Somebody else changed this rule meanwhile" in late.text
    assert RetentionRule.objects.get().days == 30


@pytest.mark.parametrize("role", ["lead", "auditor"])
def test_others_see_the_preview_and_set_nothing(rule, client_of, role):
    client = client_of(factories.user(role))

    page = client.get(address_of(rule))
    posted = client.post(address_of(rule), {"days": "7", "seen": "30", "reason": WHY})

    assert dict(page.context["lines"])["Threads"] == "0"
    assert "Show what it would remove" not in page.text
    assert posted.status_code == 403
    assert RetentionRule.objects.get().days == 30


def test_preview_costs_the_same_for_one_thread_and_for_many(rule, admin, client_of):
    client, then = client_of(admin), timezone.now() - timedelta(days=40)
    factories.thread(messages=["a"], recorded_at=then)
    client.get(address_of(rule))
    with CaptureQueriesContext(connection) as one:
        client.get(address_of(rule))
    for _number in range(5):
        factories.thread(messages=["a"], recorded_at=then)

    with CaptureQueriesContext(connection) as many:
        client.get(address_of(rule))

    assert len(many) == len(one) <= 25


@pytest.fixture
def written(agent):
    """A thread with its submission and call, an unknown outcome and a loose call: each with the word, and old."""
    thread = factories.created_thread(actor=agent, title=TEXT, **BODY)
    submission = Submission.objects.get(thread=thread)
    unknown = factories.submission(
        state="unknown",
        title=TEXT,
        payload=BODY,
        actor=agent,
        error_message=TEXT,
        error_status=500,
    )
    loose = factories.call(request_body=TEXT, response_body=TEXT)
    age_everything()
    return {
        "thread": thread,
        "message": thread,
        "submission": unknown,
        "call": loose,
        "made": submission,
        "made_call": ApiCall.objects.filter(thread=thread).first(),
        "connection": thread.connection,
        "audit": AuditEvent.objects.get(action="thread.created"),
    }


def test_removed_word_is_on_no_page_in_no_export_and_not_found(rule, written, lead, client_of):
    client = client_of(lead)
    assert threads_found(client, WORD)
    assert len(leaks(client, written)) > 20

    list(apply_rule(rule))

    assert leaks(client, written) == []
    assert threads_found(client, WORD) == []
    for chosen in ("csv", "jsonl", "markdown"):
        press = {"all": "1", "confirmed": "1", "format": chosen}
        content = client.post("/threads/export/", press).getvalue().decode()
        assert WORD not in content
        assert written["thread"].remote_id in content
        assert str(timezone.now().year) in content


def test_history_of_a_removal_is_verified_without_the_console(
    rule, written, auditor, client_of, tmp_path
):
    list(apply_rule(rule))

    content = exported(client_of(auditor))
    code, words = verified(tmp_path, content)

    assert (code, WORD.encode() in content) == (0, False)
    assert "They are the whole history" in words


def test_pages_say_when_and_by_which_rule_the_text_went(rule, written, lead, client_of):
    list(apply_rule(rule))
    client, thread = client_of(lead), written["thread"]

    page = client.get(thread.get_absolute_url()).text
    assert "Removed by the retention rule of Sandbox (30 days) on" in page
    assert thread.removed_text.digests["0"] in page
    assert "Add message" not in page
    assert "Duplicate as draft" not in page
    assert [row["title"] for row in threads_found(client, "")] == ["Text removed"]
    unknown = client.get(written["submission"].get_absolute_url()).text
    assert "It cannot be sent again" in unknown
    assert written["submission"].body_sha256 in unknown
    assert (
        "was removed by the retention rule" in client.get(written["call"].get_absolute_url()).text
    )


def test_copy_and_correction_lead_back_with_a_sentence(rule, written, lead, client_of):
    list(apply_rule(rule))
    client = client_of(lead)

    for query, record in (("clone", "thread"), ("submission", "submission")):
        answer = client.get("/threads/new/", {query: written[record].pk}, follow=True)
        assert answer.redirect_chain[-1][0] == written[record].get_absolute_url()
        assert "nothing is left to" in answer.text


def test_auditor_sees_that_there_are_hashes_and_not_which(rule, written, auditor, client_of):
    list(apply_rule(rule))
    thread = written["thread"]

    page = client_of(auditor).get(thread.get_absolute_url()).text

    assert thread.removed_text.digests["0"] not in page
    assert "[masked]" in page


def test_hold_is_placed_shown_found_and_lifted(client_of, auditor):
    thread, client = factories.thread(), client_of(auditor)
    address = thread.get_absolute_url()

    silent = client.post(f"{address}hold/", {"reason": ""})
    placed = client.post(f"{address}hold/", {"reason": "Case 12"})

    assert (silent.status_code, placed["Location"]) == (422, address)
    page = client.get(address).text
    assert "This thread is under legal hold" in page
    assert "Case 12" in page
    assert len(threads_found(client, "is:held")) == 1
    client.post(f"{address}hold/lift/", {"reason": "Closed"})
    assert "under legal hold" not in client.get(address).text
    assert threads_found(client, "is:held") == []


def test_held_thread_offers_no_deleting_and_says_why_when_asked(
    client_of, lead, sandbox_connection
):
    thread, client = factories.thread(), client_of(lead)
    place_hold(thread=thread, actor=lead, reason="Case 12")
    address = thread.get_absolute_url()

    assert "Delete thread" not in client.get(address).text
    refused = client.post(f"{address}delete/", {"reason": WHY})

    assert refused.status_code == 422
    assert "This thread is under legal hold" in refused.text
    form = client_of(lead).get(f"{thread.get_absolute_url()}edit/").text
    assert "readonly" in form
    assert "so its title stays as it is" in form


def test_many_threads_are_held_and_released_at_once(client_of, lead, agent):
    threads = [factories.thread() for _number in range(3)]
    press = {"ids": [one.pk for one in threads], "confirmed": "1", "reason": "Case 12"}

    assert client_of(agent).post("/threads/bulk/hold/", press).status_code == 403
    client_of(lead).post("/threads/bulk/hold/", press)

    assert Thread.objects.filter(held_at__isnull=False).count() == 3
    events = AuditEvent.objects.filter(action="thread.held", reason="Case 12")
    assert len({event.correlation_id for event in events}) == 1
    client_of(lead).post("/threads/bulk/release/", press)
    assert not Thread.objects.filter(held_at__isnull=False).exists()


def test_list_of_held_threads_offers_to_lift_many(client_of, lead):
    place_hold(thread=factories.thread(), actor=lead, reason="Case 12")
    release = 'formaction="/threads/bulk/release/"'

    assert release in client_of(lead).get("/threads/", {"q": "is:held"}).text
    assert release not in client_of(lead).get("/threads/", {"q": "-is:deleted"}).text


def test_history_keeps_no_title_and_its_page_shows_the_one_that_the_thread_has(
    written, lead, auditor, client_of
):
    event, address = written["audit"], written["audit"].get_absolute_url()

    assert event.target_label == written["thread"].remote_id
    for page in ("/audit/", address):
        assert TEXT in client_of(lead).get(page).text
        assert WORD not in client_of(auditor).get(page).text
