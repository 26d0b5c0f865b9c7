"""A create without a trustworthy answer: the agent is told, and a lead adopts, resends or dismisses it."""

import pytest
from playwright.sync_api import expect

from threadsui import sandbox
from threadsui.models import Submission, Thread

TEXT = "The tent arrived with a snapped pole."
State, Resolution = Submission.State, Submission.Resolution


@pytest.fixture
def page(sign_in, lead):
    return sign_in(lead)


@pytest.fixture
def unknown(create, misbehave):
    """Make one that ended in this fault; the sandbox behaves again afterwards."""

    def make(fault="cut_after"):
        misbehave(fault)
        submission = create({"messages": [{"role": "user", "content": TEXT}]}, title=TEXT)
        misbehave("")
        return submission

    return make


def test_agent_is_told_that_a_thread_may_exist(signed_in_page, misbehave):
    page = signed_in_page
    misbehave("cut_after")
    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").fill(TEXT)
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    expect(page.get_by_role("alert")).to_contain_text("A thread may exist")
    expect(page.get_by_role("alert")).to_contain_text("A lead or an admin resolves it")
    expect(page.get_by_role("link", name="Resend")).to_have_count(0)
    assert Submission.objects.get().state == State.UNKNOWN
    assert not Thread.objects.exists()


def test_lead_adopts_the_thread_that_was_made(page, unknown, create, settle):
    made = unknown("no_id")
    id_on_the_server = server_ids()[0]
    open_unknown(page)
    page.get_by_role("link", name="Adopt a thread").click()
    page.get_by_label("Thread id").fill(id_on_the_server)
    page.get_by_role("button", name="Fetch and adopt").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    expect(page.get_by_role("main")).to_contain_text(id_on_the_server)
    made.refresh_from_db()
    assert (made.resolution, made.thread.remote_id) == (Resolution.ADOPTED, id_on_the_server)


def test_id_that_an_answer_named_is_suggested(page, unknown, create):
    create({"messages": [{"role": "user", "content": "An older one"}]})
    older = Thread.objects.get()
    unknown("same_id")
    open_unknown(page)
    expect(page.get_by_role("alert")).to_contain_text(older.remote_id)
    page.get_by_role("link", name="Adopt a thread").click()
    expect(page.get_by_label("Thread id")).to_have_value(older.remote_id)


@pytest.mark.usefixtures("invalid_expected")
def test_id_that_the_server_does_not_have_is_refused_at_its_field(page, unknown):
    unknown()
    open_unknown(page)
    page.get_by_role("link", name="Adopt a thread").click()
    page.get_by_label("Thread id").fill("thread_of_somebody_else")
    page.get_by_role("button", name="Fetch and adopt").click()

    expect(page.get_by_label("Thread id")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Thread id")).to_have_value("thread_of_somebody_else")
    assert Submission.objects.get().is_open_unknown


def test_lead_resends_it_as_a_new_submission(page, unknown):
    made = unknown("server_error")
    open_unknown(page)
    page.get_by_role("link", name="Resend", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Resending can create a second thread")
    page.get_by_label("Reason").fill("The first one is not there")
    page.get_by_role("button", name="Resend").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    child = Submission.objects.get(parent=made)
    assert (child.state, child.body) == (State.ACCEPTED, made.body)
    made.refresh_from_db()
    assert made.resolution == Resolution.RESENT


def test_lead_dismisses_it_with_a_reason(page, unknown):
    unknown()
    open_unknown(page)
    page.get_by_role("link", name="Dismiss").click()
    page.get_by_label("Reason").fill("The customer wrote twice.")
    page.get_by_role("button", name="Dismiss").click()

    expect(page.get_by_role("main")).to_contain_text("The customer wrote twice.")
    page.get_by_role("link", name="Unknown outcomes").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Submissions")
    assert not Submission.objects.open_unknown().exists()


def open_unknown(page):
    """From the menu, where the number of open ones stands."""
    page.goto("/threads/")
    page.get_by_role("navigation", name="Main").get_by_role(
        "link", name="Unknown outcomes 1 open"
    ).click()
    page.get_by_role("row").filter(has_text=TEXT).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)


def server_ids():
    return list(sandbox.models.Thread.objects.values_list("pk", flat=True))
