"""An empty thread: valid, but seldom meant by whoever presses Create on a blank form."""

import uuid

import pytest

from threadsui.models import Submission

NEW = "/threads/new/"
WARNING = "This thread would be empty."


@pytest.fixture
def blank(signed_in):
    """What a blank composer posts."""
    page = signed_in.get(NEW)
    fields = {"messages-TOTAL_FORMS": "1", "messages-0-role": "user", "messages-0-content": ""}
    fields |= {"metadata-TOTAL_FORMS": "1", "metadata-0-key": "", "file_search": "none"}
    return fields | {"token": page.context["token"], "draft_key": page.context["draft_key"]}


def test_blank_form_is_asked_about_and_nothing_is_sent(signed_in, blank):
    answer = signed_in.post(NEW, blank)

    assert answer.status_code == 422
    assert WARNING in answer.text
    assert 'name="confirm_empty"' in answer.text
    assert not Submission.objects.exists()


def test_confirmed_empty_thread_is_created(signed_in, blank):
    signed_in.post(NEW, blank)

    answer = signed_in.post(NEW, blank | {"confirm_empty": "yes"})

    assert answer.status_code == 302
    assert Submission.objects.get().payload == {}


@pytest.mark.parametrize(
    "typed",
    [
        {"messages-0-content": "Hello"},
        {"metadata-0-key": "team", "metadata-0-value": "north"},
        {"code_interpreter_file_ids": "file-1"},
    ],
)
def test_form_that_says_something_is_not_asked_about(signed_in, blank, typed):
    assert WARNING not in signed_in.post(NEW, blank | typed).text
    assert Submission.objects.exists()


def test_post_of_a_script_may_be_empty(signed_in):
    answer = signed_in.post(NEW, {"token": uuid.uuid4()})

    assert answer.status_code == 302
    assert Submission.objects.get().payload == {}


def test_summary_over_the_button_warns_of_an_empty_thread(signed_in):
    page = signed_in.get(NEW).text
    summary = page[page.index('id="send-summary"') :].partition("</p>")[0]

    assert "No messages: an empty thread" in summary
    assert "Within all limits" not in summary
