"""Presets: changed in the composer, renamed, deleted."""

import json
import re

from tests.factories import draft, preset
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.models import AuditEvent, Draft, Preset
from threadsui.services.personal import presets as services

from .composed import ASKING, CREATE, NEW, body, contents, keep


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
    signed_in.post(f"/presets/{own.pk}/delete/", {"reason": "Out of date"})

    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == [
        "preset.created",
        "preset.updated",
        "preset.deleted",
    ]
    assert events[1].changes == {"is_shared": {"old": False, "new": True}}
    assert {(event.actor, event.target_label) for event in events} == {(agent, "Refunds")}
