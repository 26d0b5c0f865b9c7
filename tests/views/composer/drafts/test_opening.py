"""A draft opens as it was left; two tabs of one never overwrite each other."""

import pytest

from tests.factories import draft
from threadsui.models import Draft

from .opened import CREATES, NEW, SAVE, text_of

HOSTILE = "<script>alert(1)</script>"


def test_opened_draft_shows_every_field_as_it_was_left(signed_in, page):
    page.type("Line 1\r\nLine 2", title="T", **{"messages-0-role": "assistant"})
    page.fields |= {"metadata-TOTAL_FORMS": "1", "metadata-0-key": "k", "metadata-0-value": "v"}
    page.save()

    text = signed_in.get(Draft.objects.get().get_absolute_url()).text

    assert "Line 1\r\nLine 2</textarea>" in text
    assert 'value="assistant" checked' in text
    assert 'value="T"' in text
    assert 'value="k"' in text
    assert "Draft saved" in text


def test_opened_draft_is_not_judged_before_it_is_sent(signed_in, page):
    page.type("", **{"metadata-TOTAL_FORMS": "1", "metadata-0-value": "no key"}).save()

    response = signed_in.get(Draft.objects.get().get_absolute_url())

    assert response.status_code == 200
    assert 'id="problems"' not in response.text


def test_draft_of_somebody_else_is_not_found_and_nothing_of_it_shown(signed_in):
    response = signed_in.get(draft(title="Secret plans").get_absolute_url())

    assert response.status_code == 404
    assert "Secret plans" not in response.text
    assert "This draft is not here." in response.text
    assert 'name="messages-0-content"' in response.text


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 40, "١"])
def test_number_that_is_none_opens_an_empty_form(signed_in, number):
    assert signed_in.get(NEW, {"draft": number}).status_code == 404


def test_hostile_text_is_shown_as_text(signed_in, page):
    page.type(HOSTILE, title=HOSTILE).save()
    kept = Draft.objects.get()

    for address in (kept.get_absolute_url(), "/drafts/", f"/drafts/{kept.pk}/discard/"):
        text = signed_in.get(address).text
        assert HOSTILE not in text
        assert "&lt;script&gt;" in text


def test_draft_whose_row_counts_make_no_sense_still_opens(signed_in, page):
    page.type("Hello", **{"messages-TOTAL_FORMS": "9999"}).save()

    assert signed_in.get(Draft.objects.get().get_absolute_url()).status_code == 422


def test_stale_save_warns_and_overwrites_nothing(two_tabs):
    first, _ = two_tabs
    answer = first.type("Of the first").save()

    assert answer.status_code == 409
    assert "Nothing was overwritten" in answer.text
    assert "hx-trigger" not in answer.text  # until its person has chosen
    assert text_of(Draft.objects.get()) == "Of the second"


def test_stale_text_can_be_kept_as_a_new_draft(two_tabs):
    first, _ = two_tabs
    first.type("Of the first").save()
    answer = first.client.post(SAVE, first.fields, headers=CREATES)

    old, new = Draft.objects.order_by("pk")
    assert (text_of(old), text_of(new)) == ("Of the second", "Of the first")
    assert answer["HX-Redirect"] == new.get_absolute_url()


def test_second_tab_goes_on_saving(two_tabs):
    _, second = two_tabs

    assert second.type("More of the second").save().status_code == 200
