"""The search box above submissions, API calls and the history: one text, its chips and its dialog."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import factories

from .asking import LISTS, ask, numbers


def chips(response):
    return [f"{chip['label']}: {chip['value']}" for chip in response.context["chips"]]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "text, wrong",
    [
        ("creatd:today", "creatd"),
        ("created:soon", "soon"),
        ("is:nothing result:nothing", "nothing"),
        ("before:2026-99", "2026-99"),
        ('"open', '"open'),
    ],
)
def test_what_makes_no_sense_is_marked_at_its_place(lead_client, name, text, wrong):
    response = ask(lead_client, name, {"q": text})

    assert response.status_code == 422
    assert response.context["rows"] == []
    assert f"<mark>{wrong}</mark>" in unescape(response.text)
    assert 'aria-invalid="true"' in response.text


def test_slip_is_mended_by_a_link(lead_client):
    response = ask(lead_client, "audit_list", {"q": "actoin:thread.deleted"})

    found = re.search(r'href="([^"]+)">Search with “action”', response.text)
    assert parse_qs(urlsplit(unescape(found[1])).query) == {"q": ["action:thread.deleted"]}


@pytest.mark.parametrize(
    "name, text, said",
    [
        ("audit_list", "-action:thread.deleted", "Action: not Deleted the thread"),
        ("audit_list", "target:connection,tag", "To what: Connection or Tag"),
        ("call_list", "status:4xx,none", "Status: 4xx: refused or No answer"),
        ("call_list", "created:2026-11-01..", "Created: from 2026-11-01"),
        ("submission_list", "is:open", "Is: unknown, and nobody’s word on it yet"),
        ("submission_list", "creator:me boots", "Pressed by: me"),
    ],
)
def test_chip_says_its_term_and_takes_it_out_of_the_text(lead_client, name, text, said):
    response = ask(lead_client, name, {"q": f"{text} created:2026"})

    assert chips(response)[0] == said
    left = parse_qs(urlsplit(response.context["chips"][0]["remove_href"]).query)["q"]
    assert left == [("boots " if "boots" in text else "") + "created:2026"]


def test_dialog_shows_the_text_and_changes_only_what_was_changed(lead_client):
    factories.user(username="ana")
    text = "refund actor:ana -result:done created:2026-11-01..2026-11-20"

    fields = ask(
        lead_client,
        "audit_list",
        {"q": text},
        **{"HX-Request": "true", "HX-Target": "filter-fields"},
    )
    sent = {"q": text, "shown": text, "actor": "bo", "action": "thread.deleted", "result": ""}
    sent |= {"created_from": "2026-11-01", "created_to": "2026-11-20", "target": ""}
    answer = ask(lead_client, "audit_list", sent)

    assert 'value="ana"' in fields.text
    assert 'value="2026-11-20"' in fields.text
    assert parse_qs(urlsplit(answer["Location"]).query)["q"] == [
        "refund actor:bo -result:done created:2026-11-01..2026-11-20 action:thread.deleted"
    ]


@pytest.mark.parametrize("name", LISTS)
def test_dialog_s_fields_come_when_somebody_opens_it(lead_client, name):
    page = ask(lead_client, name)
    fields = ask(lead_client, name, **{"HX-Request": "true", "HX-Target": "filter-fields"})

    assert 'id="filter-created_from"' not in page.text
    assert 'id="filter-created_from"' in fields.text
    assert 'id="filter-created_from"' in ask(lead_client, name, {"filters": "open"}).text


@pytest.mark.parametrize(
    "list_name, text, offered",
    [
        ("audit", "act", "actor:"),
        ("audit", "action:tag.d", "tag.deleted "),
        ("audit", "action:delet", "note.deleted "),
        ("audit", "actor:sys", "system "),
        ("audit", "anab", "actor:anabel "),
        ("calls", "status:4", "429 "),
        ("calls", "created:to", "today "),
        ("submissions", "is:dis", "dismissed "),
        ("submissions", "connection:e", "eu "),
    ],
)
def test_what_is_typed_is_completed_with_the_list_s_own_keys(lead_client, list_name, text, offered):
    factories.user(username="anabel")
    factories.connection("eu")

    found = lead_client.get(f"/{list_name}/completion/", {"q": text}).text

    assert f'data-text="{offered}"' in found
    assert "metadata." not in found


@pytest.mark.parametrize("list_name", LISTS.values())
def test_every_example_of_the_help_is_a_search_of_its_list(lead_client, list_name):
    factories.connection("eu")
    text = lead_client.get(f"/{list_name}/search-help/").text
    links = [unescape(href) for href in re.findall(r'<dt class="mono"><a href="([^"]+)"', text)]

    assert len(links) > 12
    for href in links:
        assert lead_client.get(href).status_code == 200, href


def test_whole_ids_and_addresses_are_looked_up(lead_client):
    thread = factories.thread(remote_id="thread_wanted")
    event = factories.event(
        target=thread, correlation_id="c-4711", address="2001:db8::7", target_label="x"
    )
    factories.event(target_label="thread_wanted of another kind", target=factories.connection())

    for text in ("c-4711", "2001:db8::7", "thread_wanted", f'id:"#{event.pk}"', "address:2001*"):
        assert numbers(ask(lead_client, "audit_list", {"q": text})) == {event.pk}, text
