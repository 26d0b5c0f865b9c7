"""Searches that are kept, in addresses from before, saved views and exports: they find what they always meant."""

import re
from importlib import import_module
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from tests import factories
from threadsui.models import SavedView

from .asking import numbers

OLDER = [
    ("audit_list", "target_type=threadsui.thread&target_id=7", "target:thread#7"),
    ("audit_list", "target_type=threadsui.tag", "target:tag"),
    ("audit_list", "correlation_id=c-1&actor=ana", "actor:ana correlation:c-1"),
    ("audit_list", "result=refused&address=192.0.2.7", "address:192.0.2.7 result:refused"),
    (
        "audit_list",
        "action=thread.deleted&created_from=2026-11-20",
        "action:thread.deleted created:2026-11-20..",
    ),
    ("submission_list", "state=unknown", "is:open"),
    ("submission_list", "state=unknown&is_resolved=on", "state:unknown"),
    ("submission_list", "state=refused&actor=ana&q=boots", "boots state:refused actor:ana"),
    ("call_list", "status=4xx&method=POST&connection=eu", "connection:eu status:4xx method:POST"),
    ("call_list", "created_from=2026-11-20&created_to=2026-11-20", "created:2026-11-20"),
]


@pytest.mark.parametrize("name, query, text", OLDER)
def test_address_from_before_is_read_as_the_text_that_means_the_same(
    lead_client, name, query, text
):
    factories.user(username="ana")
    factories.connection("eu")

    response = lead_client.get(f"{reverse(f'threadsui:{name}')}?{query}")

    assert response.status_code == 200
    assert response.context["shown"] == text


def test_saved_view_from_before_opens_with_what_it_meant(lead, lead_client):
    factories.event("thread.deleted", actor=factories.user(username="ana"), reason="One")
    wanted = factories.event("thread.created", actor=factories.user(username="bo"))
    view = factories.saved_view(
        owner=lead, list="audit", query="action=thread.created&actor=bo", is_shared=False
    )

    response = lead_client.get(view.get_absolute_url())

    assert numbers(response) == {wanted.pk}


def test_text_of_a_view_from_before_is_looked_for_as_it_stood(lead):
    kept = {
        "late delivery": "q=%22late+delivery%22&actor=ana",
        "c-4711": "q=c-4711&actor=ana",
        'error: "x"': "q=%22error%3A+%5C%22x%5C%22%22&actor=ana",
    }
    views = {
        text: factories.saved_view(
            owner=lead, list="audit", query=urlencode({"q": text, "actor": "ana"})
        )
        for text in kept
    }
    of_threads = factories.saved_view(owner=lead, list="threads", query="q=late+delivery")

    migration = import_module("threadsui.migrations.0040_saved_text_is_one_phrase")
    migration.quote(apps, SimpleNamespace(connection=connection))

    for text, view in views.items():
        view.refresh_from_db()
        assert view.query == kept[text]
    of_threads.refresh_from_db()
    assert of_threads.query == "q=late+delivery"


def test_view_is_saved_as_its_text(lead, lead_client):
    query = {"name": "Mine", "query": "q=-actor:system+result:refused"}
    lead_client.post(reverse("threadsui:saved_view_create", args=["audit"]), query)

    assert SavedView.objects.get().query == "q=-actor%3Asystem+result%3Arefused"


@pytest.mark.parametrize(
    "address, query, found",
    [
        ("audit_export", "q=actor:ana+-action:thread.created", ["thread.deleted"]),
        ("audit_export", "q=reason:customer", ["thread.deleted"]),
    ],
)
def test_export_of_the_history_honours_the_search(lead_client, address, query, found):
    ana = factories.user(username="ana")
    factories.event("thread.created", actor=ana)
    factories.event("thread.deleted", actor=ana, reason="The customer asked")
    factories.event("thread.deleted")

    post = {"format": "csv", "query": query}
    text = lead_client.post(reverse(f"threadsui:{address}"), post).getvalue().decode()

    assert re.findall(r"thread\.(?:created|deleted)", text) == found


def test_export_of_calls_honours_the_search(lead_client):
    factories.call(status=404, path="/threads/a")
    factories.call(status=200, path="/threads/b")

    post = {"format": "csv", "query": "q=-status:2xx+threads"}
    text = lead_client.post(reverse("threadsui:call_export"), post).getvalue().decode()

    assert ("/threads/a" in text, "/threads/b" in text) == (True, False)
