import pytest
from django.template.loader import select_template

from threadsui.audit import presenting
from threadsui.models import AuditEvent


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
        ("threadsui.connection", "7", "Connection", ""),
        ("elsewhere.thing", "x/../y", "Thing", ""),
    ],
)
def test_subject_is_named_and_found_where_it_has_a_page(target_type, target_id, kind, address):
    subject = AuditEvent(target_type=target_type, target_id=target_id)

    assert (presenting.target_kind(subject), presenting.target_address(subject)) == (kind, address)
