"""How many rows a post says there are: none of it is believed."""

import pytest

from threadsui.forms.composer.places import problems

from .posted import ONE, posted


def test_rows_without_their_management_form_are_refused_and_not_lost():
    form = posted({"messages-0-role": "user", "messages-0-content": "Hi"})

    assert not form.is_valid()
    assert "came without “messages-TOTAL_FORMS”" in form.non_field_errors()[0]


@pytest.mark.parametrize("count", ["-1", "1e9", "many", "", "9" * 5000, "1001", "999999999"])
@pytest.mark.parametrize("formset", ["messages", "metadata", "messages-0-parts"])
def test_a_hostile_number_of_rows_is_an_error_and_no_trace(formset, count):
    form = posted(ONE | {f"{formset}-TOTAL_FORMS": count})

    assert not form.is_valid()
    assert problems(form)


def test_management_forms_that_add_up_to_too_many_rows_are_refused_before_any_is_made():
    counts = {f"messages-{n}-parts-TOTAL_FORMS": "1000" for n in range(100)}
    form = posted({"messages-TOTAL_FORMS": "100"} | counts)

    assert not form.is_valid()
    assert "more than 2,000 rows" in form.non_field_errors()[0]
    assert form.messages.forms == []
