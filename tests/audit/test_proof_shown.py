"""What the audit page says about the chain."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.audit import tampering
from threadsui.audit.seals import seal_verification
from threadsui.models import AuditVerification
from threadsui.services.safekeeping.audit_chain import verify_chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(auditor, client_of):
    return lambda: client_of(auditor).get("/audit/").text


def test_page_says_that_nobody_has_verified_yet(page):
    assert "The audit chain was not verified yet." in page()


def test_page_says_when_the_chain_was_verified_and_up_to_where(page, write):
    write(3)
    verify_chain()

    assert "Whole up to event 3" in page()
    assert 'data-tone="success"' in page()


def test_page_says_how_much_came_after_what_was_verified(page, write):
    write(3)
    verify_chain()
    assert "not yet verified" not in page()

    write(1_204)

    assert "1,204 more since then, not yet verified" in page()


def test_button_has_the_worker_verify_once(auditor, client_of):
    client = client_of(auditor)
    for _press in range(2):
        response = client.post("/audit/verify/", follow=True)

    assert "is being verified" in response.text
    assert [run.task_path for run in DBTaskResult.objects.all()] == ["threadsui.tasks.verify_audit"]


def test_page_names_the_first_bad_event(page, write):
    write(3)
    tampering.run("UPDATE threadsui_auditevent SET reason = 'mine' WHERE id = 2")
    verify_chain()

    assert "Event 2 was edited." in page()


def test_page_does_not_believe_a_result_that_somebody_made_up(page, write):
    write(1)
    verify_chain()
    AuditVerification.objects.update(number=9)

    assert "changed outside the console" in page()
    assert "Whole up to event" not in page()


def test_page_warns_when_nothing_was_verified_for_days(page, write):
    write(1)
    result = verify_chain()
    result.finished_at = timezone.now() - timedelta(days=3)
    seal_verification(result)
    result.save()

    assert 'data-tone="warn"' in page()
