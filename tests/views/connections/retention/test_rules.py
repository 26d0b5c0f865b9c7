"""The page of a rule: its preview, its form, and who sets it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from threadsui.models import AuditEvent, RetentionRule, Thread

from .pages import WHY, address_of

pytestmark = pytest.mark.django_db


def test_preview_changes_nothing_and_the_confirmed_rule_is_saved(
    sandbox_connection, admin, client_of
):
    client, address = client_of(admin), address_of(sandbox_connection)
    factories.thread(messages=["one", "two"], recorded_at=timezone.now() - timedelta(days=40))

    asked = client.get(address, {"days": "30"})
    assert dict(asked.context["lines"])["Messages"] == "2"
    assert not RetentionRule.objects.exists()
    saved = client.post(address, {"days": "30", "seen": "", "reason": WHY})

    assert saved["Location"] == address
    assert RetentionRule.objects.get().days == 30
    assert AuditEvent.objects.get(action="connection.retention_changed").actor == admin
    page = client.get(sandbox_connection.get_absolute_url()).text
    assert "Texts are removed 30 days after" in page
    assert Thread.objects.get().text_removed_at is None


@pytest.mark.parametrize(
    "typed, error",
    [("soon", "whole number"), ("0", "one day or more"), ("99999", "36500 days at most")],
)
def test_days_that_are_none_are_told_at_their_field(
    sandbox_connection, admin, client_of, typed, error
):
    response = client_of(admin).get(address_of(sandbox_connection), {"days": typed})

    assert response.status_code == 422
    assert error in response.text
    assert f'value="{typed}"' in response.text
    assert '<form class="form" method="get" novalidate>' in response.text


def test_rule_without_a_reason_or_with_an_old_state_is_not_saved(rule, admin, client_of):
    client, address = client_of(admin), address_of(rule)

    silent = client.post(address, {"days": "7", "seen": "30", "reason": " "})
    late = client.post(address, {"days": "7", "seen": "90", "reason": WHY})
    broken = client.post(address, {"days": "-7", "seen": "30", "reason": WHY})

    assert [silent.status_code, late.status_code, broken.status_code] == [422] * 3
    assert "Somebody else changed this rule meanwhile" in late.text
    assert RetentionRule.objects.get().days == 30


@pytest.mark.parametrize("role", ["lead", "auditor"])
def test_others_see_the_preview_and_set_nothing(rule, client_of, role):
    client = client_of(factories.user(role))

    page = client.get(address_of(rule))
    posted = client.post(address_of(rule), {"days": "7", "seen": "30", "reason": WHY})

    assert dict(page.context["lines"])["Threads"] == "0"
    assert "Show what it would remove" not in page.text
    assert posted.status_code == 403
    assert RetentionRule.objects.get().days == 30


def test_preview_costs_the_same_for_one_thread_and_for_many(rule, admin, client_of, queries_of):
    client, then = client_of(admin), timezone.now() - timedelta(days=40)
    factories.thread(messages=["a"], recorded_at=then)
    client.get(address_of(rule))
    one = queries_of(client, address_of(rule))
    for _number in range(5):
        factories.thread(messages=["a"], recorded_at=then)

    assert len(queries_of(client, address_of(rule))) == len(one) <= 25


def test_link_of_the_preview_shows_those_that_would_go_and_no_others(rule, admin, client_of):
    old = timezone.now() - timedelta(days=40)
    factories.thread(title="Due", recorded_at=old)
    factories.thread(title="Deleted", recorded_at=old, deleted_at=old, deleted_by=admin)
    factories.thread(recorded_at=old, text_removed_at=old, text_kept_days=30)
    factories.thread(recorded_at=old, held_at=old)
    factories.thread(messages=["new"])
    client = client_of(admin)

    page = client.get(address_of(rule))

    assert dict(page.context["lines"])["Threads"] == "2"
    shown = client.get(page.context["due_href"]).context["rows"]
    assert {row["title"] for row in shown} == {"Due", "Deleted"}


def test_run_that_ended_in_an_error_is_told_on_the_connection_s_pages(rule, admin, client_of):
    rule.failed_at = timezone.now()
    rule.save()
    client = client_of(admin)

    for address in (address_of(rule), rule.connection.get_absolute_url()):
        assert "ended in an error." in client.get(address).text
    client.post(address_of(rule), {"days": "31", "seen": "30", "reason": WHY})
    assert "ended in an error." not in client.get(address_of(rule)).text
