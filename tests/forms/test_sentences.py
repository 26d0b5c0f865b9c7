"""What forms say of a mistake: in the console's words, and that nothing came of it."""

import pytest
from django.http import QueryDict

from threadsui.forms.drafts.snippets import TEXT_MAX_LENGTH, SnippetForm
from threadsui.forms.lists.filters import CallFilterForm
from threadsui.forms.lists.saved_views import SavedViewForm
from threadsui.forms.lists.selections import TagForm


def test_tag_left_empty_is_asked_for():
    assert TagForm(QueryDict("tag=")).errors["tag"] == ["Enter a tag. Nothing was done."]


def test_snippet_that_is_too_long_says_that_nothing_was_saved():
    form = SnippetForm({"name": "long", "text": "x" * (TEXT_MAX_LENGTH + 1), "is_shared": "False"})

    assert form.errors["text"][0].endswith("Shorten it by 1. Nothing was saved.")


def test_view_without_a_name_is_asked_for_one():
    form = SavedViewForm(QueryDict("name="), list_name="threads", reader=None)

    assert form.errors["name"] == ["Give the view a name. Nothing was saved."]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["created_from", "created_to"])
def test_days_that_are_none_name_the_format(name):
    errors = CallFilterForm(QueryDict(f"{name}=soon")).errors

    assert errors["q"] == ["This is no range of days. Write it as 2026-11-01..2026-11-20."]
