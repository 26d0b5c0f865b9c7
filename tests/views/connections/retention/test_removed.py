"""What pages show where a text was removed."""

import pytest
from django.utils import timezone

from tests.views.history.test_audit_export import exported, verified
from tests.views.masking.canary import leaks
from tests.views.walking import TEXT, WORD
from threadsui.services.safekeeping.retention import apply_rule

from .pages import threads_found

pytestmark = pytest.mark.django_db


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


def test_history_keeps_no_title_and_its_page_shows_the_one_that_the_thread_has(
    written, lead, auditor, client_of
):
    event, address = written["audit"], written["audit"].get_absolute_url()

    assert event.target_label == written["thread"].remote_id
    for page in ("/audit/", address):
        assert TEXT in client_of(lead).get(page).text
        assert WORD not in client_of(auditor).get(page).text
