"""Who may search: nobody learns by a search what no page shows them, be it masked, kept for others or not theirs."""

import pytest

from tests import factories

from .asking import LISTS, ask, numbers


@pytest.mark.parametrize("address", ["completion", "search-help"])
def test_box_of_a_list_is_for_those_who_see_it(client_of, viewer, address):
    assert client_of(viewer).get(f"/audit/{address}/").status_code == 403
    assert client_of(viewer).get(f"/threads/{address}/").status_code == 200
    assert client_of(viewer).get(f"/nothing/{address}/").status_code == 404


def test_auditor_does_not_guess_a_title_by_any_key(auditor_client, lead_client):
    thread = factories.thread(title="Snapped pole")
    submission = factories.submission(state="refused", title="Snapped pole")
    factories.event(target=thread, target_label="Snapped pole")
    guesses = ["snapped", "-snapped", '"Snapped pole"', "snapp*", "title:snapped", "-title:snapped"]

    everything = {name: numbers(ask(auditor_client, name)) for name in LISTS}
    for guess in guesses:
        for name in ("submission_list", "audit_list"):
            seen = numbers(ask(auditor_client, name, {"q": guess}))
            assert seen in (set(), everything[name]), (name, guess)
    assert numbers(ask(lead_client, "submission_list", {"q": "snapped"})) == {submission.pk}


def test_negation_of_a_masked_word_tells_an_auditor_nothing(auditor_client):
    factories.submission(state="refused", title="Snapped pole")
    factories.submission(state="refused", title="Other")

    told = ask(auditor_client, "submission_list", {"q": "-snapped"})

    assert len(told.context["rows"]) == 2


def test_hidden_connection_is_neither_named_nor_searched(client_of, lead):
    hidden = factories.connection("hush")
    hidden.groups.add(factories.access_group())
    call = factories.call(connection=hidden, request_id="req-hush", correlation_id="c-hush")
    factories.event("connection.updated", target=hidden, correlation_id="c-hush")
    client = client_of(lead)

    assert ask(client, "call_list", {"q": "connection:hush"}).status_code == 422
    for text in ("req-hush", "c-hush", call.path, f"id:{call.pk}", "-status:none"):
        assert ask(client, "call_list", {"q": text}).context["rows"] == []
    assert ask(client, "audit_list", {"q": "c-hush"}).context["rows"] == []
    assert "hush" not in client.get("/calls/completion/", {"q": "connection:"}).text
