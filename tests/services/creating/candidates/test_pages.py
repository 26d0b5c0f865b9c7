"""Candidates on the page of a submission: shown, adopted, and what is said without any."""

import pytest
from django.utils import timezone

from tests import factories
from tests.personalities import running
from threadsui.models import AuditEvent, Submission, Thread
from threadsui.services.calling.remote_lists import NotListed
from threadsui.services.errors import NotReached

from .looking import BODY, create, look

pytestmark = pytest.mark.django_db


def test_candidate_is_adopted_with_what_showed_it_and_is_one_thread(lost, there, lead, client_of):
    browser = client_of(lead)
    page = browser.get(f"{lost.get_absolute_url()}candidates/").text
    assert "The same metadata" in page
    assert "The same message" in page
    [found] = look(lost, lead).candidates

    reason = "The same metadata; the same message"
    sent = {"remote_id": found.remote_id, "reason": reason}
    answer = browser.post(f"{lost.get_absolute_url()}adopt/", sent)

    thread = Thread.objects.get()
    assert answer.url == thread.get_absolute_url()
    assert (thread.remote_id, thread.creator, thread.adopted_at) == (
        found.remote_id,
        lost.actor,
        None,
    )
    lost.refresh_from_db()
    assert (lost.resolution, lost.resolution_reason) == ("adopted", reason)
    assert AuditEvent.objects.get(action="thread.adopted").reason == reason
    assert len(there.posts) == 1


def test_candidate_leads_to_the_form_filled_in(lost, lead, client_of):
    browser = client_of(lead)
    page = browser.get(
        f"{lost.get_absolute_url()}candidates/",
        headers={"HX-Request": "true", "HX-Target": "candidates"},
    ).text
    assert page.lstrip().startswith('<section id="candidates"')
    href = page.partition('data-kind="primary" href="')[2].partition('"')[0].replace("&amp;", "&")

    form = browser.get(href).text

    assert 'value="thread_0002"' in form
    assert "The same metadata. Created" in form


def test_two_that_match_equally_well_are_said_to(lost, there, lead, client_of):
    there.make(BODY)

    search = look(lost, lead)

    assert len(search.candidates) == 2
    assert search.is_tied
    page = client_of(lead).get(f"{lost.get_absolute_url()}candidates/").text
    assert "Several match equally well" in page
    assert page.count("Adopt this one") == 2
    assert 'data-kind="primary" href' not in page.partition('id="candidates"')[2]


def test_nothing_that_matches_is_said_with_how_far_was_looked(lost, there, lead, client_of):
    there.threads.clear()
    there.make(BODY | {"metadata": {}})

    assert look(lost, lead).candidates == []
    page = client_of(lead).get(f"{lost.get_absolute_url()}candidates/").text
    assert "No thread there has this metadata" in page
    assert "1 thread of the server was looked at" in page


def test_server_without_a_list_says_so_and_how_the_id_is_found(agent, lead, client_of):
    with running("openai") as server:
        server.script = ["lost"]
        lost = create(factories.desk(server), agent)

        with pytest.raises(NotListed, match="does not list its threads"):
            look(lost, lead)
        page = client_of(lead).get(f"{lost.get_absolute_url()}candidates/").text

    assert "adopt the thread by hand" in page
    assert "Look again" not in page


def test_list_that_fails_is_told_and_can_be_asked_for_again(lost, there, lead, client_of):
    there.instead["/threads"] = (503, {"detail": "Overloaded"})
    type(lost.connection).objects.filter(pk=lost.connection_id).update(max_attempts=1)
    lost.connection.refresh_from_db()

    with pytest.raises(NotReached):
        look(lost, lead)
    page = client_of(lead).get(f"{lost.get_absolute_url()}candidates/").text

    assert "The server failed (HTTP 503)" in page
    assert "Look again" in page


def test_page_of_the_submission_asks_nobody_by_itself(lost, there, lead, client_of):
    there.paths.clear()

    page = client_of(lead).get(lost.get_absolute_url()).text

    assert "Look on the server" in page
    assert there.paths == []


def test_submission_without_its_text_says_that_nothing_can_be_compared(
    lost, there, lead, client_of
):
    Submission.objects.update(text_removed_at=timezone.now(), text_kept_days=30, body="")
    there.paths.clear()

    page = client_of(lead).get(f"/submissions/{lost.pk}/candidates/", follow=True)

    assert "nothing is left to compare with" in page.text
    assert there.paths == []


def test_connection_that_was_found_to_have_no_list_is_not_offered(lost, lead, client_of):
    findings = [{"name": "list", "state": "note", "sentence": "", "values": {}}]
    type(lost.connection).objects.filter(pk=lost.connection_id).update(
        test_result={"findings": findings}
    )

    page = client_of(lead).get(lost.get_absolute_url()).text

    assert "has no list of threads to look in" in page
    assert "Look on the server" not in page


def test_of_very_many_the_likeliest_are_shown_and_all_are_counted(lost, there, lead, client_of):
    for _ in range(1_050):
        there.make(BODY)

    search = look(lost, lead)
    page = client_of(lead).get(f"{lost.get_absolute_url()}candidates/")

    assert search.matching > len(search.candidates) == len(page.context["rows"]) == 20
    assert search.candidates[0].has_same_messages
    assert f"{search.matching:,} threads match. Shown are the 20 that are likeliest" in page.text
