"""Presets: saved from the composer as the form stands."""

import json

import pytest

from tests.factories import draft, preset
from threadsui.models import Draft, Preset
from threadsui.services.personal import presets as services

from .composed import ASKING, CREATE, keep


def test_menu_saves_the_form_and_leads_to_its_name(signed_in):
    address = keep(signed_in, "preset_create", **{"messages-0-content": "Hi {{name}}"})
    page = signed_in.get(address)

    assert address == f"{CREATE}?draft={Draft.objects.get().pk}"
    assert ">name<" in page.text
    assert 'value="Hi {{name}}"' in page.text


def test_preset_keeps_the_form_as_it_stands(signed_in, agent):
    kept = draft(owner=agent, payload=ASKING, title="Refund")

    answer = signed_in.post(CREATE, {"draft": kept.pk, "name": "Refunds", "is_shared": "True"})

    made = Preset.objects.get()
    assert answer.headers["Location"] == kept.get_absolute_url()
    assert (made.name, made.owner, made.is_shared) == ("Refunds", agent, True)
    assert made.fields == kept.fields
    assert made.placeholders == ["order_id", "name"]
    assert Draft.objects.get() == kept


def test_preset_keeps_neither_the_create_it_corrected_nor_the_preset_it_came_from(signed_in, agent):
    kept = draft(owner=agent)
    kept.form = json.dumps(kept.fields | {"parent": ["7"], "preset": ["8"]})
    kept.save()

    signed_in.post(CREATE, {"draft": kept.pk, "name": "Refunds", "is_shared": "False"})

    assert not {"parent", "preset"} & Preset.objects.get().fields.keys()


@pytest.mark.parametrize(
    "name, said", [("", "Enter a name."), ("Refunds", "There is one called “Refunds” already.")]
)
def test_name_that_does_not_do_comes_back_with_its_error(signed_in, agent, name, said):
    preset(owner=agent, name="Refunds")
    kept = draft(owner=agent)

    answer = signed_in.post(CREATE, {"draft": kept.pk, "name": name, "is_shared": "False"})

    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="id_name_error"' in answer.text
    assert Preset.objects.count() == 1


def test_the_same_name_of_another_person_is_no_matter(signed_in, agent):
    preset(name="Refunds", is_shared=True)

    signed_in.post(CREATE, {"draft": draft(owner=agent).pk, "name": "Refunds", "is_shared": "True"})

    assert Preset.objects.filter(name="Refunds").count() == 2


def test_draft_of_somebody_else_is_not_there(signed_in):
    data = {"draft": draft().pk, "name": "Theirs", "is_shared": "False"}

    assert signed_in.post(CREATE, data).status_code == 404
    assert not Preset.objects.exists()


@pytest.mark.parametrize("limit", ["PRESETS_MAX", "BYTES_MAX", "PLACEHOLDERS_MAX"])
def test_what_is_too_much_is_said_and_not_saved(signed_in, agent, monkeypatch, limit):
    monkeypatch.setattr(services, limit, 0)
    kept = draft(owner=agent, payload=ASKING)

    answer = signed_in.post(CREATE, {"draft": kept.pk, "name": "Refunds", "is_shared": "False"})

    assert answer.status_code == 422
    assert "Nothing was saved." in answer.text
    assert not Preset.objects.exists()


def test_form_that_no_composer_could_show_is_not_saved(signed_in, agent):
    kept = draft(owner=agent)
    kept.form = json.dumps(kept.fields | {"messages-TOTAL_FORMS": ["99999"]})
    kept.save()

    answer = signed_in.post(CREATE, {"draft": kept.pk, "name": "Refunds", "is_shared": "False"})

    assert answer.status_code == 422
    assert not Preset.objects.exists()
