"""Following a submission to its end."""

import pytest

from tests import factories
from threadsui.models import Submission

from .pages import page


def test_sending_polls_and_htmx_gets_only_the_piece(signed_in, agent):
    submission = factories.submission(state="sending", actor=agent)

    whole = page(signed_in, submission, "?follow=1")
    piece = page(
        signed_in, submission, "?follow=1", **{"HX-Request": "true", "HX-Target": "sending"}
    )

    assert '<meta http-equiv="refresh"' in whole.text
    assert 'hx-trigger="every 1s"' in whole.text
    assert piece.text.lstrip().startswith('<div id="sending"')
    assert "follow=1" in piece.text


def test_follow_leads_to_the_thread(signed_in, agent):
    submission = factories.submission(actor=agent)

    plain = page(signed_in, submission, "?follow=1")
    piece = page(
        signed_in, submission, "?follow=1", **{"HX-Request": "true", "HX-Target": "sending"}
    )

    assert plain["Location"] == submission.thread.get_absolute_url()
    assert piece["HX-Redirect"] == submission.thread.get_absolute_url()


@pytest.mark.parametrize("state", ["refused", "not_sent"])
def test_follow_leads_back_to_the_composer_when_nothing_was_created(signed_in, agent, state):
    submission = factories.submission(state=state, actor=agent)

    response = page(signed_in, submission, "?follow=1")

    assert response["Location"] == f"/threads/new/?submission={submission.pk}"


def test_follow_stays_with_an_unknown_outcome(signed_in, agent):
    submission = factories.submission(state="unknown", actor=agent)

    assert page(signed_in, submission, "?follow=1")["Location"] == submission.get_absolute_url()


def test_overdue_one_is_unknown_as_soon_as_somebody_looks(signed_in, agent):
    submission = factories.overdue_submission(actor=agent)

    assert "Nobody knows yet whether a thread exists" in page(signed_in, submission).text
    assert Submission.objects.get().state == "unknown"
