"""Presets: saved from the composer, applied to a new form or to one that is being written, changed and deleted."""

import json
import re

import pytest
from django.db import connection as db
from django.test.utils import CaptureQueriesContext

from tests.factories import connection, draft, preset
from threadsui.forms.composer import ComposerForm
from threadsui.models import AuditEvent, Draft, Preset, Submission
from threadsui.services import presets as services

NEW = "/threads/new/"
LIST = "/presets/"
CREATE = "/presets/new/"
HOSTILE = "<script>alert(1)</script>"
ASKING = {"messages": [{"role": "user", "content": "Order {{order_id}} of {{name=Ana}}"}]}


def body(text, **more):
    return {"messages": [{"role": "user", "content": text}]} | more


def form_in(response):
    """What the composer in a page shows."""
    return response.context["form"].values()


def contents(response):
    return [row["content"] for row in form_in(response)["messages"]]


def composer_fields(client, **typed):
    """What a composer without scripts would post."""
    page = client.get(NEW).text
    key = re.search(r'name="draft_key" value="([^"]*)"', page)[1]
    return {"draft_key": key, "messages-TOTAL_FORMS": "1", "messages-0-role": "user"} | typed


def keep(client, then, **typed):
    fields = composer_fields(client, **typed)
    return client.post("/drafts/save/", fields | {"then": then}).headers["Location"]


# Saved


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


# Applied


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
    monkeypatch.setattr("threadsui.services.drafts.DRAFTS_MAX", 0)
    shared = preset(payload=ASKING, is_shared=True)

    opened = signed_in.post(f"/presets/{shared.pk}/apply/", {"value.order_id": "7"})

    assert contents(opened) == ["Order 7 of "]
    assert not Draft.objects.exists()


def test_link_may_bring_values_which_are_shown_first(signed_in):
    shared = preset(payload=ASKING, is_shared=True)

    asked = signed_in.get(f"{shared.get_absolute_url()}&value.order_id=4711", follow=True)

    assert "4711</textarea>" in asked.text


def test_values_that_would_make_too_large_a_form_are_refused(signed_in, monkeypatch):
    monkeypatch.setattr("threadsui.forms.presets.EXPANDED_MAX", 20)
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


# Changed and deleted


def test_contents_are_changed_in_the_composer_with_placeholders_as_they_are(signed_in, agent):
    own = preset(owner=agent, payload=ASKING)
    opened = signed_in.get(f"{NEW}?edit_preset={own.pk}")
    assert contents(opened) == ["Order {{order_id}} of {{name=Ana}}"]
    assert f'name="preset" value="{own.pk}"' in opened.text

    typed = {"messages-0-content": "Now {{other}}", **opened_on(opened)}
    page = signed_in.get(keep(signed_in, "preset_create", **typed))
    assert f'action="/presets/{own.pk}/replace/"' in page.text
    signed_in.post(f"/presets/{own.pk}/replace/", {"draft": Draft.objects.get().pk})

    own.refresh_from_db()
    assert own.placeholders == ["other"]
    assert not Draft.objects.exists()
    assert [row["content"] for row in ComposerForm(_plain(own)).values()["messages"]] == [
        "Now {{other}}"
    ]


def opened_on(page):
    """The preset that a composer was opened to change, and which version of it."""
    fields = {"preset", "preset_version"}
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1] for name in fields}


def test_preset_that_somebody_else_has_changed_is_not_overwritten_unasked(client_of, agent, lead):
    shared = preset(owner=agent, is_shared=True)
    client, address = client_of(agent), f"/presets/{shared.pk}/replace/"
    clients = (client_of(lead), client)
    opened = [opened_on(each.get(f"{NEW}?edit_preset={shared.pk}")) for each in clients]
    for text, each, fields in zip(("Theirs", "Mine"), clients, opened, strict=True):
        keep(each, "preset_create", **{"messages-0-content": text}, **fields)
    theirs, mine = Draft.objects.order_by("pk")

    clients[0].post(address, {"draft": theirs.pk})
    answer = client.post(address, {"draft": mine.pk})

    assert answer.status_code == 422
    assert "was changed meanwhile" in answer.text
    shared.refresh_from_db()
    assert shared.fields["messages-0-content"] == ["Theirs"]
    assert Draft.objects.get() == mine

    again = re.search(r'name="version" value="([^"]*)"', answer.text)[1]
    client.post(address, {"draft": mine.pk, "version": again})
    shared.refresh_from_db()
    assert shared.fields["messages-0-content"] == ["Mine"]
    assert not Draft.objects.exists()


def test_draft_keeps_the_version_of_the_preset_until_it_is_opened_again(signed_in, agent):
    own = preset(owner=agent)
    fields = opened_on(signed_in.get(f"{NEW}?edit_preset={own.pk}"))
    keep(signed_in, "preset_create", **{"messages-0-content": "Mine"}, **fields)
    signed_in.post(f"/presets/{own.pk}/edit/", {"name": "New", "is_shared": "False"})

    assert opened_on(signed_in.get(Draft.objects.get().get_absolute_url())) == fields


def test_draft_of_something_else_does_not_replace_a_preset(signed_in, agent):
    own, kept = preset(owner=agent), draft(owner=agent, payload=body("Other"))
    before = own.form

    answer = signed_in.post(f"/presets/{own.pk}/replace/", {"draft": kept.pk})

    own.refresh_from_db()
    assert answer.status_code == 422
    assert "was not opened to change the preset" in answer.text
    assert own.form == before
    assert Draft.objects.get() == kept


def _plain(kept):
    return {name: values[0] for name, values in kept.fields.items()}


def test_form_too_large_for_its_preset_is_told(signed_in, agent, monkeypatch):
    own, kept = preset(owner=agent), draft(owner=agent)
    kept.form = json.dumps(kept.fields | {"preset": [str(own.pk)], "preset_version": [own.version]})
    kept.save()
    monkeypatch.setattr(services, "BYTES_MAX", 10)

    answer = signed_in.post(f"/presets/{own.pk}/replace/", {"draft": kept.pk})

    assert answer.status_code == 422
    assert "Nothing was saved." in answer.text
    assert Draft.objects.get() == kept


def test_name_and_sharing_are_changed(signed_in, agent):
    own = preset(owner=agent, name="Old")

    signed_in.post(f"/presets/{own.pk}/edit/", {"name": "New", "is_shared": "True"})

    own.refresh_from_db()
    assert (own.name, own.is_shared) == ("New", True)


def test_shared_preset_is_changed_by_its_owner_and_by_leads(client_of, agent, lead, admin):
    shared = preset(is_shared=True)
    data = {"name": "New", "is_shared": "True"}

    answers = [
        client_of(person).post(f"/presets/{shared.pk}/edit/", data).status_code
        for person in (agent, lead, admin, shared.owner)
    ]

    assert answers == [403, 302, 302, 302]
    assert client_of(agent).get(f"{NEW}?edit_preset={shared.pk}").status_code == 403
    assert client_of(agent).post(f"/presets/{shared.pk}/replace/").status_code == 403
    assert client_of(agent).post(f"/presets/{shared.pk}/delete/").status_code == 403


def test_deleted_preset_is_gone_after_one_asked(signed_in, agent):
    own = preset(owner=agent)

    assert "Delete this preset?" in signed_in.get(f"/presets/{own.pk}/delete/").text
    assert Preset.objects.exists()
    signed_in.post(f"/presets/{own.pk}/delete/")

    assert not Preset.objects.exists()


def test_history_tells_who_made_changed_and_deleted_it(signed_in, agent):
    kept = draft(owner=agent)
    signed_in.post(CREATE, {"draft": kept.pk, "name": "Refunds", "is_shared": "False"})
    own = Preset.objects.get()
    signed_in.post(f"/presets/{own.pk}/edit/", {"name": "Refunds", "is_shared": "False"})
    signed_in.post(f"/presets/{own.pk}/edit/", {"name": "Refunds", "is_shared": "True"})
    signed_in.post(f"/presets/{own.pk}/delete/")

    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == [
        "preset.created",
        "preset.updated",
        "preset.deleted",
    ]
    assert events[1].changes == {"is_shared": {"old": False, "new": True}}
    assert {(event.actor, event.target_label) for event in events} == {(agent, "Refunds")}


# Listed


def test_list_has_ones_own_and_shared_ones_and_finds_by_name(signed_in, agent):
    preset(owner=agent, name="Mine")
    preset(name="Shared one", is_shared=True)
    preset(name="Secret")

    assert {row.name for row in signed_in.get(LIST).context["presets"]} == {"Mine", "Shared one"}
    found = signed_in.get(LIST, {"q": "shared\0"}).context["presets"]
    assert [row.name for row in found] == ["Shared one"]
    assert "No preset has this" in signed_in.get(LIST, {"q": "x"}).text


def test_ones_own_come_first_and_a_list_that_is_cut_says_so(signed_in, agent, monkeypatch):
    monkeypatch.setattr("threadsui.queries.presets.LISTED_MAX", 2)
    preset(owner=agent, name="Z, mine")
    preset(name="A", is_shared=True)
    whole = signed_in.get(LIST)
    preset(name="B", is_shared=True)

    cut = signed_in.get(LIST)

    assert [row.name for row in cut.context["presets"]] == ["Z, mine", "A"]
    assert "There are more: search for them." in cut.text
    assert "There are more" not in whole.text


def test_only_what_may_be_changed_offers_it(signed_in):
    shared = preset(is_shared=True)

    assert f"/presets/{shared.pk}/edit/" not in signed_in.get(LIST).text


def test_hostile_name_is_text(signed_in, agent):
    own = preset(owner=agent, name=HOSTILE, payload=ASKING)

    for address in (LIST, NEW, f"/presets/{own.pk}/edit/", f"/presets/{own.pk}/apply/"):
        assert HOSTILE not in signed_in.get(address).text


@pytest.mark.parametrize("address", [LIST, NEW])
def test_queries_do_not_grow_with_the_presets(signed_in, address, django_assert_num_queries):
    preset(is_shared=True)
    with CaptureQueriesContext(db) as with_one:
        signed_in.get(address)
    preset(is_shared=True)
    preset(is_shared=True)

    with django_assert_num_queries(len(with_one)):
        signed_in.get(address)
