"""A draft that is open in two tabs makes one thread, unless its person says that it is to be two."""

import pytest

from threadsui.models import Draft, Thread

from .opened import Page, text_of


@pytest.fixture
def tabs(signed_in, sandbox_connection):
    """Two pages of one draft."""
    first = Page(signed_in)
    first.type("Hello").save()
    return first, Page(signed_in, Draft.objects.get().get_absolute_url()).type("Hello")


def test_second_tab_of_a_draft_that_was_created_sends_nothing(tabs):
    first, second = tabs

    first.create()
    answer = second.create()

    assert answer.status_code == 422
    assert "This draft is not here any more." in answer.text
    assert "Hello</textarea>" in answer.text
    assert Thread.objects.count() == 1


def test_second_tab_creates_another_thread_when_its_person_presses_again(tabs):
    first, second = tabs
    first.create()
    answer = second.create()

    second.fields["token"] = answer.context["token"]
    second.fields["draft"] = answer.context["draft_id"] or ""
    again = second.create()

    assert again.status_code == 302
    assert Thread.objects.count() == 2


def test_tab_whose_draft_was_changed_elsewhere_sends_nothing(tabs):
    first, second = tabs
    second.type("Newer").save()

    answer = first.create()

    assert answer.status_code == 422
    assert "Nothing was overwritten, and nothing was sent." in answer.text
    assert not Thread.objects.exists()
    assert text_of(Draft.objects.get()) == "Newer"


def test_both_tabs_at_once_create_one_thread(tabs):
    """The second press finds the draft claimed by the first one's page, whose create is still under way."""
    first, second = tabs
    second.type("Hello, too")

    first.create()
    second.create()

    assert Thread.objects.count() == 1


def test_same_press_twice_goes_to_the_one_thread_although_its_draft_is_gone(tabs):
    first, _second = tabs

    answers = [first.create(), first.create()]

    assert {answer["Location"] for answer in answers} == {Thread.objects.get().get_absolute_url()}
    assert not Draft.objects.exists()


def test_text_typed_after_the_draft_became_a_thread_elsewhere_is_kept_and_said_to_be_new(tabs):
    first, second = tabs
    first.create()

    answer = second.type("Hello again").save()

    assert "This is a new draft now." in answer.text
    assert text_of(Draft.objects.get()) == "Hello again"


def test_tab_that_is_left_keeps_its_text_beside_what_another_tab_saved(tabs):
    first, second = tabs
    first.type("Newer").save()

    answer = second.type("Typed as the tab was closed").leave()

    assert answer.status_code == 204
    assert {text_of(kept) for kept in Draft.objects.all()} == {
        "Newer",
        "Typed as the tab was closed",
    }


def test_page_that_is_left_for_its_new_thread_saves_no_draft(tabs):
    first, _second = tabs
    first.create()

    first.leave()

    assert not Draft.objects.exists()
