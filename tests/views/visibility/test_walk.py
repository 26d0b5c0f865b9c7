"""Nobody outside of the group finds a word of what is kept for it."""

import pytest
from django.urls import reverse

from tests import factories
from tests.views.walking import WORD, addresses, seen
from threadsui.models import AuditEvent

from .records import everything

QUERIES = [{}, {"q": "pelican"}, {"state": "unknown"}, {"metadata": "order=7"}, {"q": "-tag:none7"}]
TARGETS = ("drawer", "dialogs", "overview-poll", "palette", "thread-table", "audit-table")


def leaks(client, records, *, queries=QUERIES, targets=TARGETS):
    asked = []
    for name, address in addresses(records):
        if name.startswith(("account", "mfa", "usersessions", "single", "sandbox")):
            continue
        for how, text in seen(client, address, queries=queries, targets=targets):
            if WORD in text.replace(records["connection"].get_absolute_url(), ""):
                asked.append(how)
    for text in (
        "",
        "canar",
        "metadata.canar",
        "metadata.order:",
        "connection:can",
        "tag:can",
        "tag:",
    ):
        found = client.get("/threads/completion/", {"q": text}).text
        if WORD in found:
            asked.append(("completion", text))
    return asked


@pytest.mark.parametrize(
    "role, queries, targets", [("lead", QUERIES, TARGETS), ("agent", QUERIES[:1], TARGETS[:1])]
)
def test_no_page_fragment_or_list_has_a_word_of_what_is_kept_for_others(
    kept, secret, client_of, role, queries, targets
):
    reader = factories.user(role)
    records = everything(kept, secret, reader=reader)

    assert leaks(client_of(reader), records, queries=queries, targets=targets) == []


def test_same_walk_finds_the_word_for_a_lead_of_the_group(kept, secret, group, lead, client_of):
    """So the walk above would see it."""
    group.members.add(lead)
    records = everything(kept, secret, reader=lead)

    asked = leaks(client_of(lead), records, queries=QUERIES[:1], targets=())

    found = {how[0] for how in asked}
    for record in ("thread", "submission", "call", "audit", "connection", "made"):
        assert records[record].get_absolute_url() in found
    for name in (
        "overview",
        "thread_list",
        "submission_list",
        "call_list",
        "audit_list",
        "tag_list",
    ):
        assert reverse(f"threadsui:{name}") in found
    assert ("completion", "connection:can") in asked
    assert ("completion", "metadata.canar") in asked


@pytest.mark.parametrize("address", ["threads", "submissions", "calls", "audit"])
def test_exports_of_a_lead_leave_out_what_is_kept_for_others(
    kept, secret, lead, client_of, address
):
    everything(kept, secret, reader=lead)
    press = {"all": "1", "confirmed": "1", "format": "jsonl"}

    exported = client_of(lead).post(f"/{address}/export/", press).getvalue().decode()

    assert len(exported.splitlines()) >= 1
    assert WORD not in exported


def test_view_that_names_what_is_kept_for_others_is_no_tab_of_theirs(kept, secret, lead, client_of):
    owner = factories.user("admin")
    for query in (f"q=tag:{secret.name}", f"connection={WORD}", f"q=pelican -connection:{WORD}"):
        factories.saved_view(owner=owner, name=f"Of {query}"[:50], query=query, is_shared=True)
    mine = factories.saved_view(owner=lead, name="Mine", query=f"q=tag:{secret.name}")

    tabs = [tab["label"] for tab in client_of(lead).get("/threads/").context["saved_tabs"]]
    listed = client_of(lead).get("/views/threads/").text

    assert tabs == ["Mine"]
    assert "Of q=" not in listed
    assert "Of connection" not in listed
    assert client_of(lead).get(f"/views/{mine.pk}/").status_code == 200


def test_history_of_a_lead_has_nothing_of_what_others_did_to_many(kept, lead, admin, client_of):
    operation = factories.operation(actor=admin)
    own = factories.operation(actor=lead)
    for one in (operation, own):
        factories.event("operation.started", actor=one.actor, target=one)

    told = {event.target_id for event in AuditEvent.objects.visible_to(lead)}

    assert told == {str(own.pk)}
    assert client_of(lead).get(own.get_absolute_url()).status_code == 200
