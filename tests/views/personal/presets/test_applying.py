"""Presets: applied to a new form or to one that is being written."""

import pytest

from tests.factories import connection, draft, preset
from threadsui.models import Draft, Submission

from .composed import ASKING, HOSTILE, NEW, body, contents, form_in, keep


def test_preset_without_placeholders_opens_the_composer_filled_in(signed_in):
    shared = preset(
        payload=body("Hello", metadata={"team": "north"}), title="Refund", is_shared=True
    )

    opened = signed_in.get(shared.get_absolute_url())

    assert contents(opened) == ["Hello"]
    assert form_in(opened)["metadata"] == [{"key": "team", "value": "north"}]
    assert form_in(opened)["title"] == "Refund"
    assert "Nothing has been sent." in opened.text
    assert not Submission.objects.exists()


def test_placeholders_are_asked_for_first(signed_in):
    shared = preset(payload=ASKING, name="Orders", is_shared=True)

    asked = signed_in.get(shared.get_absolute_url(), follow=True)

    assert asked.redirect_chain[0][0].startswith(f"/presets/{shared.pk}/apply/")
    assert 'name="value.order_id"' in asked.text
    assert "Ana</textarea>" in asked.text


def test_values_are_put_in_word_for_word(signed_in):
    shared = preset(payload=ASKING, title="{{order_id}}", is_shared=True)
    values = {"value.order_id": "{{name}} & “1”\r\n2", "value.name": HOSTILE}

    opened = signed_in.post(f"/presets/{shared.pk}/apply/", values, follow=True)

    assert contents(opened) == [f"Order {{{{name}}}} & “1”\n2 of {HOSTILE}"]
    assert form_in(opened)["title"] == "{{name}} & “1”\n2"
    assert HOSTILE not in opened.text


def test_value_that_is_missing_is_asked_for_again_with_the_others_kept(signed_in):
    shared = preset(payload=ASKING, is_shared=True)

    answer = signed_in.post(f"/presets/{shared.pk}/apply/", {"value.name": "Bo"})

    assert answer.status_code == 422
    assert "This has no value yet." in answer.text
    assert "Bo</textarea>" in answer.text


def test_value_with_a_default_may_be_left_empty(signed_in):
    shared = preset(payload=ASKING, is_shared=True)

    opened = signed_in.post(f"/presets/{shared.pk}/apply/", {"value.order_id": "7"}, follow=True)

    assert contents(opened) == ["Order 7 of "]


def test_reload_after_the_questions_shows_what_was_filled_in(signed_in):
    shared = preset(payload=ASKING, is_shared=True)
    values = {"value.order_id": "7", "value.name": "Bo"}

    answer = signed_in.post(f"/presets/{shared.pk}/apply/", values)

    kept = Draft.objects.get()
    assert answer.headers["Location"] == kept.get_absolute_url()
    assert "Nothing has been sent." in signed_in.get(answer.headers["Location"]).text
    assert contents(signed_in.get(answer.headers["Location"])) == ["Order 7 of Bo"]


def test_what_was_filled_in_is_shown_where_no_draft_has_room(signed_in, monkeypatch):
    monkeypatch.setattr("threadsui.services.personal.drafts.DRAFTS_MAX", 0)
    shared = preset(payload=ASKING, is_shared=True)

    opened = signed_in.post(f"/presets/{shared.pk}/apply/", {"value.order_id": "7"})

    assert contents(opened) == ["Order 7 of "]
    assert not Draft.objects.exists()


def test_link_may_bring_values_which_are_shown_first(signed_in):
    shared = preset(payload=ASKING, is_shared=True)

    asked = signed_in.get(f"{shared.get_absolute_url()}&value.order_id=4711", follow=True)

    assert "4711</textarea>" in asked.text


def test_values_that_would_make_too_large_a_form_are_refused(signed_in, monkeypatch):
    monkeypatch.setattr("threadsui.forms.drafts.presets.EXPANDED_MAX", 20)
    shared = preset(payload=ASKING, is_shared=True)

    answer = signed_in.post(f"/presets/{shared.pk}/apply/", {"value.order_id": "x" * 30})

    assert answer.status_code == 422
    assert "too large" in answer.text


def test_preset_put_onto_a_form_leaves_what_is_typed(signed_in):
    shared = preset(payload=body("Hello", metadata={"team": "n"}), title="Theirs", is_shared=True)

    address = keep(signed_in, str(shared.pk), **{"messages-0-content": "Mine", "title": "My own"})
    opened = signed_in.get(address)

    kept = Draft.objects.get()
    assert address == f"{NEW}?preset={shared.pk}&draft={kept.pk}"
    assert contents(opened) == ["Mine", "Hello"]
    assert form_in(opened)["title"] == "My own"
    assert "Added: 1 message, 1 metadata pair. Left as it was: title." in opened.text
    assert f'name="draft" value="{kept.pk}"' in opened.text


def test_placeholders_are_asked_for_on_the_way_onto_a_form(signed_in):
    shared = preset(payload=ASKING, is_shared=True)

    address = keep(signed_in, str(shared.pk), **{"messages-0-content": "Mine"})
    asked = signed_in.get(address, follow=True)
    values = {"value.order_id": "7", "value.name": "Bo", "draft": Draft.objects.get().pk}
    opened = signed_in.post(f"/presets/{shared.pk}/apply/", values, follow=True)

    assert f'name="draft" value="{values["draft"]}"' in asked.text
    assert opened.redirect_chain[0][0] == Draft.objects.get().get_absolute_url()
    assert contents(opened) == ["Mine", "Order 7 of Bo"]


def test_untouched_form_is_no_draft_and_its_chosen_connection_stays(signed_in):
    connection("eu")
    connection("us")
    shared = preset(is_shared=True, connection="eu")

    address = keep(signed_in, str(shared.pk), connection="us")
    opened = signed_in.get(address)

    assert not Draft.objects.exists()
    assert form_in(opened)["connection"] == "us"
    plain = signed_in.get(keep(signed_in, str(shared.pk), connection="sandbox"))
    assert form_in(plain)["connection"] == "eu"


def test_connection_that_is_switched_off_is_told(signed_in):
    off = connection("eu", is_active=False)
    shared = preset(is_shared=True, connection="eu")

    opened = signed_in.get(shared.get_absolute_url())

    assert f"{off} is switched off." in opened.text
    assert opened.context["form"].connection_shown == "sandbox"


def test_draft_that_is_gone_is_told_and_the_preset_applied_all_the_same(signed_in):
    shared = preset(payload=body("Hello"), is_shared=True)

    opened = signed_in.get(f"{shared.get_absolute_url()}&draft={draft().pk}")

    assert opened.status_code == 404
    assert contents(opened) == ["Hello"]
    assert "This draft is not here." in opened.text


@pytest.mark.parametrize("number", ["999", "x", "", "-1", "1" * 30])
def test_unknown_preset_is_not_there(signed_in, number):
    assert signed_in.get(f"{NEW}?preset={number}").status_code == 404


def test_private_preset_of_somebody_else_is_not_there(client_of, lead):
    theirs = preset(payload=ASKING)

    assert client_of(lead).get(theirs.get_absolute_url()).status_code == 404
    assert client_of(lead).get(f"/presets/{theirs.pk}/apply/").status_code == 404
    assert client_of(lead).get(f"{NEW}?edit_preset={theirs.pk}").status_code == 404
