"""The pages of connections: who sees what, and what they say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "days, said",
    [(129, "Desk ends in 129 days"), (1, "ends tomorrow"), (-3, "Desk ended on"), (400, None)],
)
def test_end_of_life_is_counted_down_where_the_connection_is_used(as_admin, desk, days, said):
    desk.end_of_life = timezone.localdate() + timedelta(days=days)
    desk.save()

    pages = [as_admin.get(desk.get_absolute_url()), as_admin.get("/threads/new/?connection=desk")]
    preview = as_admin.post("/threads/new/preview/", {"connection": "desk", "token": ""})

    for page in [*pages, preview]:
        assert (said or "") in page.text
        assert ("Desk end" in page.text) is (said is not None)


def test_lead_and_auditor_read_without_buttons(client, desk, lead, auditor):
    for person in (lead, auditor):
        client.force_login(person)
        page = client.get(desk.get_absolute_url()).text
        assert "https://desk.example.com/v1" in page
        assert "Test connection" not in page
        assert "New connection" not in client.get("/connections/").text


def test_agent_has_no_way_to_the_connections(client, agent):
    client.force_login(agent)

    assert "/connections/" not in client.get("/").text


def test_history_is_on_the_page_and_leads_to_the_audit_history(as_admin, desk):
    page = as_admin.get(desk.get_absolute_url()).text

    assert "added the connection" in page
    assert f"?target_type=threadsui.connection&amp;target_id={desk.pk}" in page


def test_number_of_queries_of_the_list_does_not_grow(as_admin, admin, queries_of):
    factories.connection(secret_set_by=admin, secret="a-key-0815", secret_set_at=timezone.now())
    first = queries_of(as_admin, "/connections/")
    for _ in range(3):
        factories.connection(secret_set_by=admin, secret="a-key-0815", secret_set_at=timezone.now())

    assert len(queries_of(as_admin, "/connections/")) == len(first)
