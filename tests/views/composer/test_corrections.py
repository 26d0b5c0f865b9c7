"""Correcting a create: the form filled in again, the difference shown, the new submission tied to the old one."""

import pytest

from tests import factories
from tests.views.composer.drafts.opened import CREATES, NEW, SAVE, SAVES, Page
from threadsui.models import AuditEvent, Draft, Submission, Thread

HELLO = {"messages": [{"role": "user", "content": "Hello"}], "metadata": {"order": "7"}}


def opened(client, submission):
    page = Page(client, f"{NEW}?submission={submission.pk}")
    page.fields |= {"parent": str(submission.pk)}
    page.fields |= {
        "metadata-TOTAL_FORMS": "1",
        "metadata-0-key": "order",
        "metadata-0-value": "7",
        "messages-0-content": "Hello",
    }
    return page


@pytest.fixture
def refused(agent):
    return factories.submission(state="refused", actor=agent, payload=HELLO)


def test_form_that_corrects_says_which_submission_and_that_nothing_is_changed_yet(
    signed_in, refused
):
    text = signed_in.get(NEW, {"submission": refused.pk}).text

    assert f'name="parent" value="{refused.pk}"' in text
    assert "None yet: the same body would be sent again." in text


def test_preview_shows_the_difference_to_what_was_sent(signed_in, refused):
    page = opened(signed_in, refused).type("Hello you")
    text = signed_in.post(f"{NEW}preview/", page.fields, headers={"HX-Request": "true"}).text

    assert 'id="changes"' in text
    assert "1.content: Hello<" in text.replace("</mark>", "<")
    assert "<mark> you</mark>" in text
    assert "order" not in text[text.index('id="changes"') :]


def test_form_that_corrects_nothing_has_no_changes(signed_in):
    assert 'id="changes"' not in signed_in.get(NEW).text


def test_new_submission_names_the_refused_one(signed_in, refused):
    opened(signed_in, refused).type("Hello you").create()

    child = Submission.objects.exclude(pk=refused.pk).get()
    assert (child.parent, child.state) == (refused, "accepted")


def test_redrawn_form_still_corrects(signed_in, refused):
    page = opened(signed_in, refused)
    page.fields["row"] = "changes"

    assert f'name="parent" value="{refused.pk}"' in page.type("Hello you").create().text


def test_draft_still_corrects(signed_in, refused):
    opened(signed_in, refused).type("Hello you").save()

    text = signed_in.get(Draft.objects.get().get_absolute_url()).text
    assert f'name="parent" value="{refused.pk}"' in text
    assert "<mark> you</mark>" in text


def test_lead_edits_and_resends_an_unknown_one(client_of, lead):
    unknown = factories.submission(state="unknown", payload=HELLO)
    client = client_of(lead)

    assert f"{NEW}?submission={unknown.pk}" in client.get(unknown.get_absolute_url()).text
    page = opened(client, unknown)
    assert "Resending can create a second thread." in page.opened.text
    asked = page.type("Hello you").create()
    assert "Say why" in asked.text
    assert not Thread.objects.exists()
    page.fields["resend-reason"] = "Not found there"
    page.create()

    unknown.refresh_from_db()
    assert AuditEvent.objects.get(action="submission.resent").reason == "Not found there"
    assert (unknown.resolution, unknown.resolved_by) == ("resent", lead)
    assert Thread.objects.get().submission.parent == unknown


def test_agent_may_not_resend_their_own_unknown_one(signed_in, agent):
    unknown = factories.submission(state="unknown", actor=agent, payload=HELLO)

    assert signed_in.get(NEW, {"submission": unknown.pk}).status_code == 403
    page = Page(signed_in).type("Hello", parent=str(unknown.pk))
    assert page.create().status_code == 403
    assert not Thread.objects.exists()
    unknown.refresh_from_db()
    assert unknown.is_open_unknown


def test_one_that_somebody_else_has_resolved_meanwhile_sends_nothing(client_of, lead):
    unknown = factories.submission(state="unknown", payload=HELLO)
    page = opened(client_of(lead), unknown)
    Submission.objects.filter(pk=unknown.pk).update(
        resolution="resent", resolved_by=lead, resolved_at=unknown.created_at
    )

    answer = page.type("Hello you").create(**CREATES)

    assert answer.status_code == 422
    assert "Nothing was sent or changed." in answer.text
    assert "Hello you</textarea>" in answer.text
    assert not Thread.objects.exists()


def test_submission_that_made_a_thread_is_no_parent(signed_in, agent):
    accepted = factories.submission(actor=agent, payload=HELLO)

    assert 'name="parent"' not in signed_in.get(NEW, {"submission": accepted.pk}).text


def test_submission_of_somebody_else_is_not_found(signed_in):
    other = factories.submission(state="refused", payload=HELLO)

    assert signed_in.get(NEW, {"submission": other.pk}).status_code == 404
    page = Page(signed_in).type("Hello", parent=str(other.pk))
    page.create()
    assert Thread.objects.get().submission.parent is None


def test_hostile_difference_is_shown_as_text(signed_in, agent):
    hostile = "<img src=x onerror=alert(1)>"
    payload = {"messages": [{"role": "user", "content": hostile}], "metadata": {hostile: hostile}}
    refused = factories.submission(state="refused", actor=agent, payload=payload)
    page = opened(signed_in, refused).type("Harmless")

    text = signed_in.post(f"{NEW}preview/", page.fields, headers={"HX-Request": "true"}).text

    assert hostile not in text
    assert "&lt;img" in text


def test_saving_a_correction_needs_no_permission_on_its_parent(signed_in, refused):
    page = opened(signed_in, refused).type("Hello you")

    assert signed_in.post(SAVE, page.fields, headers=SAVES).status_code == 200
