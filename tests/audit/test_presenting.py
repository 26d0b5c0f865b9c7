import pytest
from django.template.loader import select_template
from django.utils import translation
from django.utils.translation import gettext_lazy

from threadsui.audit import presenting
from threadsui.audit.recording import record
from threadsui.audit.sentences import finding_sentence
from threadsui.models import AuditEvent, AuditVerification, Operation


def event(action, **changes):
    return AuditEvent(action=action, actor_name="ana", changes=changes)


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"title": {"old": "A", "new": "B"}}, "changed title, 1 change"),
        (
            {
                "tool_resources": {"old": {}, "new": {"code_interpreter": {"file_ids": ["a"]}}},
                "metadata": {"old": {"tier": "silver"}, "new": {"tier": "gold", "vip": "yes"}},
            },
            "changed metadata and tool resources, 3 changes",
        ),
        ({}, "changed the thread"),
    ],
)
def test_edit_says_what_was_changed_and_how_much(changes, sentence):
    assert presenting.sentence(event("thread.updated", **changes)) == sentence


@pytest.mark.parametrize("action", AuditEvent.Action.values)
def test_every_kind_of_event_has_a_template_and_a_look(action):
    assert select_template(presenting.templates_for(event(action)))
    assert presenting.look_of(event(action)).icon


@pytest.mark.parametrize(
    "target_type, target_id, kind, address",
    [
        ("threadsui.thread", "7", "Thread", "/threads/7/"),
        ("threadsui.submission", "7", "Submission", "/submissions/7/"),
        ("threadsui.connection", "7", "Connection", ""),  # has one, for whoever may open it
        ("elsewhere.thing", "x/../y", "Thing", ""),
    ],
)
def test_subject_is_named_and_found_where_it_has_a_page(target_type, target_id, kind, address):
    subject = AuditEvent(target_type=target_type, target_id=target_id)

    assert (presenting.target_kind(subject), presenting.target_address(subject)) == (kind, address)


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["operation.failed", "threads.exported"])
def test_sentence_of_the_console_is_kept_in_english_and_read_in_german(action, auditor, client_of):
    with translation.override("de"):  # whoever it was that pressed
        said = gettext_lazy("The download ended before its last row.")
        changes = {"threads": {"old": None, "new": 2}}
        event = record(action, actor=None, target=Operation, changes=changes, reason=said)
    page = client_of(auditor).get(event.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="de").text

    assert AuditEvent.objects.get().reason == "The download ended before its last row."
    assert "Der Download endete vor seiner letzten Zeile." in page


def test_numbers_of_events_are_written_in_the_language_of_the_page():
    result = AuditVerification(number=1_204, problem="edited", bad_number=1_205)

    with translation.override("de"):
        assert finding_sentence(result) == "Ereignis 1.205 wurde verändert."
