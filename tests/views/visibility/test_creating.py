"""Creating, copying and resending where a connection is kept for others."""

import json
import uuid

import pytest

from tests import factories
from tests.views.walking import TEXT, WORD
from threadsui.api import schema
from threadsui.models import Draft, Submission
from threadsui.services.creating.threads import create_thread
from threadsui.services.errors import ServiceError


def test_composer_offers_what_one_may_use_and_begins_with_the_first_of_these(
    group, kept, agent, client_of
):
    sandbox = factories.sandbox()
    sandbox.groups.add(group)
    factories.connection("open", name="Open")
    assert sandbox.is_default

    page = client_of(agent).get("/threads/new/").text

    assert '<option value="open" selected>Open</option>' in page
    assert WORD not in page
    assert 'value="sandbox"' not in page


def test_post_link_draft_and_preset_that_name_a_connection_of_others_say_it_is_not_there(
    kept, agent, client_of
):
    client = client_of(agent)
    posted = {"connection": WORD, "token": uuid.uuid4(), "messages-TOTAL_FORMS": "0"}
    owner = factories.user("admin")
    preset = factories.preset(owner=owner, is_shared=True, connection=WORD)
    draft = factories.draft(owner=agent)
    form = json.dumps(draft.fields | {"connection": [WORD]})
    Draft.objects.filter(pk=draft.pk).update(connection=kept, form=form)

    refused = client.post("/threads/new/", posted)
    link = client.get("/threads/new/", {"connection": WORD}).text
    opened = client.get(draft.get_absolute_url()).text
    filled = client.get(preset.get_absolute_url()).text

    assert refused.status_code == 422
    assert "This connection is not there, or is switched off." in refused.text
    assert "It names a connection that is not there" in link
    for page in (opened, filled):
        assert "Its connection is not there, or is switched off." in page
        assert f"The {WORD}" not in page
    assert not Submission.objects.exists()


def test_service_refuses_a_connection_of_others_and_sends_nothing(kept, agent, admin):
    payload = schema.parse(schema.CreateThread, {})

    with pytest.raises(ServiceError) as refused:
        create_thread(connection=kept, payload=payload, actor=agent, token=uuid.uuid4())

    assert refused.value.param == "connection"
    assert not Submission.objects.exists()


def test_unknown_outcome_of_a_connection_that_is_kept_by_now_is_counted_and_resent_by_nobody_else(
    kept, agent, group, client_of
):
    unknown = factories.submission(state="unknown", actor=agent, connection=kept)
    client = client_of(agent)
    assert client.get("/submissions/").context["open_unknown_count"] == 0
    assert client.get(unknown.get_absolute_url()).status_code == 404

    group.members.add(agent)

    assert client_of(agent).get("/submissions/").context["open_unknown_count"] == 1


def test_composer_copies_and_corrects_nothing_that_is_kept_for_others(kept, lead, client_of):
    thread = factories.thread(connection=kept)
    refused = factories.submission(state="refused", connection=kept, actor=lead)
    client = client_of(lead)

    for query in ({"clone": thread.pk}, {"submission": refused.pk}):
        assert client.get("/threads/new/", query).status_code == 404


def test_submission_names_no_attempt_on_a_connection_of_others(kept, lead, client_of):
    parent = factories.submission(state="refused", connection=kept, title=TEXT)
    middle = factories.submission(state="refused", parent=parent, title="In between")
    factories.submission(state="refused", connection=kept, parent=middle, title=TEXT)

    page = client_of(lead).get(middle.get_absolute_url()).text

    assert "In between" in page
    assert WORD not in page
