"""A draft is saved as it is typed, once and by its own page."""

import pytest

from tests.factories import draft
from threadsui.models import Draft

from .opened import NEW, SAVE, SAVES, Page, hidden_value, text_of


def test_first_save_makes_the_draft_and_tells_the_page(page, agent):
    answer = page.type("Snapped pole").save()

    kept = Draft.objects.get()
    assert (kept.owner, kept.title, kept.message_count) == (agent, "Snapped pole", 1)
    assert answer["HX-Replace-Url"] == f"{NEW}?draft={kept.pk}"
    assert hidden_value(answer.text, "draft") == str(kept.pk)
    assert "Draft saved" in answer.text


def test_second_save_writes_to_the_same_draft_and_leaves_the_address(page):
    page.type("Snapped").save()
    answer = page.type("Snapped pole").save()

    assert text_of(Draft.objects.get()) == "Snapped pole"
    assert "HX-Replace-Url" not in answer


def test_several_drafts_live_side_by_side(signed_in):
    Page(signed_in).type("One").save()
    Page(signed_in).type("Two").save()

    assert {text_of(kept) for kept in Draft.objects.all()} == {"One", "Two"}


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"messages-0-content": "  \n"},
        {"messages-0-role": "assistant", "file_search": "new", "vector_store-chunking": "static"},
        {"connection": "sandbox", "metadata-TOTAL_FORMS": "1", "metadata-0-key": ""},
    ],
)
def test_form_in_which_nothing_was_typed_is_not_saved(page, typed):
    page.fields |= typed

    assert page.save().status_code == 204
    assert not Draft.objects.exists()


def test_draft_keeps_the_form_and_neither_tokens_nor_other_fields(page):
    page.type("Hello", title="T", utm="x", csrfmiddlewaretoken="x").save()

    assert set(Draft.objects.get().fields) == {
        "messages-TOTAL_FORMS",
        "messages-0-role",
        "messages-0-content",
        "title",
    }


def test_draft_knows_its_connection(page, sandbox_connection):
    page.type("Hello", connection=sandbox_connection.slug).save()

    assert Draft.objects.get().connection == sandbox_connection


def test_save_is_announced_once_a_minute(page):
    first, second = page.type("a").save(), page.type("ab").save()

    assert "#live" in first.text
    assert "#live" not in second.text


def test_page_that_missed_the_answer_to_its_first_save_makes_no_second_draft(page):
    page.client.post(SAVE, page.type("Snapped").fields, headers=SAVES)
    page.type("Snapped pole").save()

    assert text_of(Draft.objects.get()) == "Snapped pole"


def test_page_that_missed_an_answer_does_not_conflict_with_itself(page):
    page.type("One").save()
    page.client.post(SAVE, page.type("Two").fields, headers=SAVES)

    assert page.type("Three").save().status_code == 200
    assert text_of(Draft.objects.get()) == "Three"


def test_text_of_a_draft_that_was_discarded_meanwhile_becomes_a_new_one(page):
    page.type("One").save()
    Draft.objects.all().delete()

    assert "HX-Replace-Url" in page.type("Two").save()
    assert text_of(Draft.objects.get()) == "Two"


def test_saving_takes_few_queries(page, django_assert_max_num_queries):
    page.type("One").save()
    with django_assert_max_num_queries(14):
        page.type("Two").save()


def test_draft_beyond_its_size_is_refused_in_words(page, monkeypatch):
    monkeypatch.setattr("threadsui.services.personal.drafts.CHARACTERS_MAX", 200)

    answer = page.type("x" * 200).save()

    assert answer.status_code == 422
    assert "It was not saved. Shorten it." in answer.text


def test_one_draft_too_many_is_refused_in_words(page, agent, monkeypatch):
    monkeypatch.setattr("threadsui.services.personal.drafts.DRAFTS_MAX", 1)
    draft(owner=agent)

    answer = page.type("Hello").save()

    assert answer.status_code == 422
    assert "Discard some" in answer.text


def test_nul_character_is_kept_and_shown_in_no_list(page):
    page.type("a\0b").save()

    kept = Draft.objects.get()
    assert (text_of(kept), kept.title) == ("a\0b", "ab")


def test_draft_with_a_nul_in_its_connection_is_saved_without_one(page):
    page.type("Hello", connection="sand\0box").save()

    assert text_of(Draft.objects.get()) == "Hello"
