"""What a legal hold keeps from rules, and from people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from threadsui.models import ApiCall, AuditEvent, Submission, Thread
from threadsui.services.errors import ServiceError
from threadsui.services.safekeeping.text_removal import Removed
from threadsui.services.threads.drift import take_theirs
from threadsui.services.threads.holds import lift_hold, place_hold
from threadsui.services.threads.thread_changes import delete_thread, refresh_thread, update_thread

from .ages import BODY, WHY, WORD, applied

pytestmark = pytest.mark.django_db


def test_held_thread_keeps_its_text_with_all_that_led_to_it(rule, old_thread, lead, agent):
    old = timezone.now() - timedelta(days=50)
    first = factories.submission(state="refused", payload=BODY, created_at=old)
    second = factories.submission(state="refused", payload=BODY, created_at=old, parent=first)
    Submission.objects.filter(thread=old_thread).update(parent=second)
    place_hold(thread=old_thread, actor=lead, reason=WHY)

    assert applied(rule) == Removed()
    lift_hold(thread=old_thread, actor=lead, reason="The case is closed")
    removed = applied(rule)

    assert (removed.threads, removed.submissions) == (1, 2)
    held, released = AuditEvent.objects.filter(
        action__in=["thread.held", "thread.released"]
    ).order_by("pk")
    assert (held.action, held.reason, held.actor) == ("thread.held", WHY, lead)
    assert (released.action, released.reason) == ("thread.released", "The case is closed")


def test_held_thread_is_neither_deleted_nor_overwritten(old_thread, lead):
    place_hold(thread=old_thread, actor=lead, reason=WHY)
    calls = ApiCall.objects.count()
    deeds = [
        lambda: delete_thread(thread=old_thread, actor=lead, reason=WHY),
        lambda: refresh_thread(thread=old_thread, actor=lead),
        lambda: take_theirs(thread=old_thread, actor=lead, seen=""),
    ]

    for deed in deeds:
        with pytest.raises(ServiceError, match="under legal hold"):
            deed()

    assert ApiCall.objects.count() == calls
    assert not Thread.objects.get(pk=old_thread.pk).deleted_at


def test_title_of_a_held_thread_stays_and_its_metadata_may_change(old_thread, lead):
    place_hold(thread=old_thread, actor=lead, reason=WHY)
    calls, seen = ApiCall.objects.count(), BODY["metadata"]

    with pytest.raises(ServiceError, match="legal hold") as raised:
        update_thread(thread=old_thread, actor=lead, metadata=seen, seen=seen, title="")
    assert (raised.value.param, ApiCall.objects.count()) == ("title", calls)

    kept = {"metadata": {"order": "8"}, "seen": seen, "title": old_thread.title}
    changed = update_thread(thread=old_thread, actor=lead, **kept)
    assert (changed.metadata, changed.title) == ({"order": "8"}, f"My {WORD}")


@pytest.mark.parametrize("meanwhile", ["hold", "removal"])
def test_title_does_not_change_when_a_hold_or_a_run_was_quicker(
    rule, old_thread, lead, overtake, meanwhile
):
    acts = {
        "hold": lambda: place_hold(thread=old_thread, actor=lead, reason=WHY),
        "removal": lambda: applied(rule),
    }
    overtake(acts[meanwhile])
    edit = {"metadata": {"order": "8"}, "seen": BODY["metadata"], "title": f"Your {WORD}"}

    update_thread(thread=old_thread, actor=lead, **edit)

    thread = Thread.objects.get(pk=old_thread.pk)
    kept = f"My {WORD}" if meanwhile == "hold" else ""
    assert (thread.metadata, thread.title) == ({"order": "8"}, kept)


def test_second_hold_changes_nothing(old_thread, lead):
    assert place_hold(thread=old_thread, actor=lead, reason=WHY)
    assert not place_hold(thread=old_thread, actor=lead, reason="Another")
    assert old_thread.legal_hold.reason == WHY
    with pytest.raises(ServiceError) as raised:
        lift_hold(thread=old_thread, actor=lead, reason=" ")
    assert raised.value.param == "reason"
