import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

HOSTILE = '<script>alert("x")</script>'
ESCAPED = "&lt;script&gt;"


@pytest.mark.parametrize(
    "name, context",
    [
        ("pill", {"state": HOSTILE}),
        ("chip", {"key": HOSTILE, "value": HOSTILE, "href": HOSTILE}),
        ("chips", {"pairs": [(HOSTILE, HOSTILE)], "more": 2}),
        ("filter_chip", {"label": HOSTILE, "value": HOSTILE, "remove_href": HOSTILE}),
        ("identifier", {"value": HOSTILE, "label": HOSTILE, "short": True, "href": HOSTILE}),
        ("person", {"name": HOSTILE}),
        ("avatar", {"name": HOSTILE, "initials": "<b"}),
        ("connection", {"connection": SimpleNamespace(name=HOSTILE, is_sandbox=True)}),
        ("copy", {"value": HOSTILE, "label": HOSTILE}),
        ("empty", {"title": HOSTILE, "text": HOSTILE, "action_href": "/", "action_label": HOSTILE}),
        ("banner", {"tone": HOSTILE, "title": HOSTILE, "text": HOSTILE}),
        ("tabs", {"tabs": [{"label": HOSTILE, "href": HOSTILE, "count": 2}]}),
        ("code", {"text": HOSTILE, "label": HOSTILE, "id": "x"}),
        ("json", {"value": {HOSTILE: HOSTILE}, "label": HOSTILE, "id": "x"}),
        ("json", {"value": HOSTILE, "label": HOSTILE, "id": "x"}),
        ("diff", {"changes": {HOSTILE: {"old": HOSTILE, "new": HOSTILE + "!"}}}),
        ("dialog", {"id": "x", "title": HOSTILE, "text": HOSTILE, "submit_label": HOSTILE}),
        ("error_summary", {"title": HOSTILE, "errors": [{"label": HOSTILE, "message": HOSTILE}]}),
        ("pager", {"newer_href": HOSTILE, "older_href": "", "summary": HOSTILE}),
        ("toasts", {"messages": [SimpleNamespace(level_tag="error", __str__=lambda _: HOSTILE)]}),
        ("user_text", {"text": HOSTILE}),
    ],
)
def test_component_with_hostile_text_escapes_it(component, name, context):
    assert "<script" not in component(name, **context)


def test_user_text_keeps_every_character(component):
    assert ESCAPED in component("user_text", text=HOSTILE)


@pytest.mark.parametrize(
    "state, word",
    [
        ("accepted", "Created"),
        ("refused", "Refused"),
        ("unknown", "Unknown"),
        ("not_sent", "Not sent"),
        ("sending", "Sending"),
        ("created", "Created"),
        ("deleted", "Deleted"),
        ("gone", "Gone upstream"),
    ],
)
def test_pill_of_each_state_has_its_word_and_an_icon(component, state, word):
    html = component("pill", state=state)

    assert word in html
    assert f'data-state="{state}"' in html
    assert "<svg" in html


def test_pill_with_a_word_shows_that_word_only(component):
    html = component("pill", state="plain", word="Auditor")

    assert "Auditor" in html
    assert "Plain" not in html


@pytest.mark.parametrize(
    "status, tone",
    [(200, "success"), (204, "success"), (429, "warn"), (400, "danger"), (503, "danger")],
)
def test_status_code_has_the_tone_of_its_class(component, status, tone):
    assert f'data-tone="{tone}">{status}<' in component("status_code", status=status)


def test_status_code_without_an_answer_says_so(component):
    html = component("status_code", status=None)

    assert "no answer" in html
    assert 'data-tone="unknown"' in html


def test_identifier_shortened_keeps_both_ends_and_can_be_copied_whole(component):
    whole = "thread_Zf2Qm8LxVt0cKb7RjH3wYpNe"

    html = component("identifier", value=whole, label="thread id", short=True)

    assert "thread_Zf2Qm8LxVt…YpNe" in html
    assert f'data-copy="{whole}"' in html
    assert 'aria-label="Copy thread id"' in html


def test_connection_that_is_a_sandbox_says_sandbox(component):
    connection = SimpleNamespace(name="Staging", is_sandbox=True)

    assert "Sandbox" in component("connection", connection=connection)


def test_person_without_a_name_is_the_system(component):
    assert "System" in component("person", name="")


def test_pager_on_the_first_page_has_no_newer_link(component):
    html = component("pager", newer_href="", older_href="?after=5", summary="20 of 86")

    assert 'rel="prev"' not in html
    assert 'href="?after=5"' in html


@time_machine.travel("2026-11-20T13:00:00Z", tick=False)
@pytest.mark.parametrize(
    "moment, style, text",
    [
        ("2026-11-20T11:04:33Z", "short", "12:04"),
        ("2026-11-18T11:04:33Z", "short", "18 Nov 12:04"),
        ("2025-11-18T11:04:33Z", "short", "18 Nov 2025"),
        ("2026-11-20T11:04:33Z", "seconds", "12:04:33"),
        ("2026-11-20T11:04:33Z", "long", "20 Nov 2026, 12:04:33 CET"),
    ],
)
def test_moment_is_in_the_readers_zone_with_utc_in_the_title(inline, moment, style, text):
    with timezone.override("Europe/Warsaw"):
        html = inline(
            "{% moment value style %}", value=datetime.datetime.fromisoformat(moment), style=style
        )

    assert f">{text}<" in html
    assert f'title="{moment[:10]} {moment[11:19]} UTC"' in html


def test_moment_of_nothing_is_nothing(inline):
    assert inline("{% moment value %}", value=None) == ""
