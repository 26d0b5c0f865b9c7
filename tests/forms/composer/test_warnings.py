"""What is warned of and sent all the same."""

from threadsui.forms.drafts.checklist import checklist

from .posted import ONE, PAIR, posted


def test_empty_thread_is_a_warning_and_no_error():
    form = posted({})

    assert form.is_valid()
    assert [item.label for item in checklist(form).items if item.tone] == [
        "No messages: an empty thread"
    ]


def test_placeholder_that_is_left_is_a_warning_at_its_place_once():
    fields = ONE | PAIR | {"messages-0-content": "{{order_id}} {{name=Ana}} {{ user.name }} {{"}

    form = posted(fields | {"metadata-0-value": "{{order_id}}"})

    assert form.is_valid()
    warnings = checklist(form).warnings
    assert [(item.label, item.count, item.target) for item in warnings] == [
        ("Placeholder left: {{order_id}}", "message 1", "id_messages-0-content"),
        ("Placeholder left: {{name}}", "message 1", "id_messages-0-content"),
    ]
