"""A draft that becomes a thread goes; one that may not have become one stays."""

import uuid

import pytest

from tests.factories import draft
from threadsui import sandbox
from threadsui.models import Draft, Submission, Thread
from threadsui.services.creating.resolutions import adopt_submission, resend_submission

from .opened import CREATES, Page, text_of


def test_created_thread_removes_its_draft(page):
    page.type("Hello").save()
    page.type("Hello, all of it").create()

    assert Thread.objects.get().messages.get().text == "Hello, all of it"
    assert not Draft.objects.exists()


def test_draft_that_was_opened_and_sent_unchanged_is_removed(signed_in, agent):
    page = Page(signed_in, draft(owner=agent).get_absolute_url())
    page.type("Hello").create()

    assert not Draft.objects.exists()


def test_other_drafts_stay(page, agent):
    other = draft(owner=agent)
    page.type("Hello").save()
    page.create()

    assert Draft.objects.get() == other


@pytest.mark.parametrize("name", ["400", "429", "cut_after"])
def test_create_that_made_no_thread_keeps_the_draft_as_it_was_sent(page, fault, name):
    fault(name)
    page.type("Hello").save()
    page.type("Hello, all of it").create()

    assert not Thread.objects.exists()
    assert text_of(Draft.objects.get()) == "Hello, all of it"


def test_page_goes_on_saving_after_a_refusal(page, fault):
    fault("400")
    page.type("Hello").save()
    page.create(**CREATES)
    page.fields["token"] = str(uuid.uuid4())  # of the form that came back

    assert page.type("Hello again").save().status_code == 200


def test_late_save_does_not_bring_back_the_draft_of_a_created_thread(page):
    page.type("Hello").save()
    page.create()

    assert page.save().status_code == 204
    assert not Draft.objects.exists()


def test_draft_with_an_unknown_outcome_says_so_when_it_is_opened(signed_in, page, fault):
    fault("cut_after")
    page.type("Hello").save()
    page.create()

    text = signed_in.get(Draft.objects.get().get_absolute_url()).text
    assert "nobody knows yet whether a thread was created" in text
    assert Submission.objects.get().get_absolute_url() in text


def test_adopted_thread_removes_the_draft(page, fault, agent, lead, sandbox_connection):
    fault("no_id")
    page.type("Hello").save()
    page.create()
    fault("")
    made = Submission.objects.get()
    adopt_submission(submission=made, remote_id=sandbox.models.Thread.objects.get().pk, actor=lead)

    assert not Draft.objects.exists()


def test_text_written_after_the_create_outlives_its_adoption(page, fault, lead):
    fault("no_id")
    page.type("As it was sent").save()
    page.create()
    fault("")
    page.type("Rewritten since").save()
    made = Submission.objects.get()
    adopt_submission(submission=made, remote_id=sandbox.models.Thread.objects.get().pk, actor=lead)

    assert text_of(Draft.objects.get()) == "Rewritten since"


def test_late_save_of_what_was_sent_leaves_the_draft_to_its_outcome(page, fault, lead):
    fault("no_id")
    page.type("As it was sent").save()
    page.create()
    fault("")
    page.save()
    made = Submission.objects.get()
    adopt_submission(submission=made, remote_id=sandbox.models.Thread.objects.get().pk, actor=lead)

    assert not Draft.objects.exists()


def test_resent_thread_removes_the_draft(page, fault, lead):
    fault("cut_after")
    page.type("Hello").save()
    page.create()
    fault("")
    resend_submission(
        submission=Submission.objects.get(),
        actor=lead,
        token=uuid.uuid4(),
        reason="Not found there",
    )

    assert Thread.objects.count() == 1
    assert not Draft.objects.exists()
