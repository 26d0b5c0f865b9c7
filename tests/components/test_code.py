import json
import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadsui.templatetags.code import as_json, diff_lines, highlight_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
SPAN = re.compile(r'<span class="[ksnp]">|</span>')


def text_of(html):
    return unescape(SPAN.sub("", html))


@given(JSON)
def test_highlight_json_shows_exactly_the_text_and_only_our_spans(value):
    html = highlight_json(value)

    assert text_of(html) == as_json(value)
    assert "<" not in SPAN.sub("", html)


@given(st.text(alphabet='"\\{}[]:,<&\n a1-', max_size=40))
def test_highlight_json_of_broken_text_shows_exactly_the_text(text):
    assert text_of(highlight_json(text)) == as_json(text)


def test_highlight_json_tells_keys_from_strings_and_numbers():
    html = highlight_json('{"role": "user", "n": 12, "ok": true}')

    assert '<span class="k">&quot;role&quot;</span>' in html
    assert '<span class="s">&quot;user&quot;</span>' in html
    assert '<span class="n">12</span>' in html
    assert '<span class="n">true</span>' in html


@pytest.mark.parametrize("piece", ['"\\', "-", '"', " :"])
def test_highlight_json_of_hostile_text_takes_linear_time(piece):
    text = piece * 40_000

    assert (
        seconds_for(text * 4) < seconds_for(text) * 9
    )  # four times as long; squared, it would be 16


def seconds_for(text):
    """Of this process alone, the best of three: what else the machine does is not measured."""
    times = []
    for _ in range(3):
        started = time.process_time()
        highlight_json(text)
        times.append(time.process_time() - started)
    return min(times)


def test_highlight_json_of_deep_nesting_falls_back_to_the_text():
    text = "[" * 100_000

    assert text_of(highlight_json(text)) == text


def test_diff_lines_of_metadata_are_one_line_per_key():
    lines = diff_lines(
        {
            "metadata": {
                "old": {"order_id": "1", "tier": "silver"},
                "new": {"order_id": "1", "tier": "gold", "channel": "email"},
            }
        }
    )

    assert [(line["kind"], line["before"] + line["marked"] + line["after"]) for line in lines] == [
        ("header", "metadata"),
        ("same", "order_id: 1"),
        ("removed", "tier: silver"),
        ("added", "tier: gold"),
        ("added", "channel: email"),
    ]


def test_diff_lines_mark_only_the_characters_that_differ():
    lines = diff_lines({"title": {"old": "Broken pole", "new": "Bent pole"}})

    assert [(line["before"], line["marked"], line["after"]) for line in lines[1:]] == [
        ("B", "roken", " pole"),
        ("B", "ent", " pole"),
    ]


def test_diff_lines_of_nested_objects_name_the_path():
    change = {"old": {}, "new": {"code_interpreter": {"file_ids": ["file-1"]}}}

    lines = diff_lines({"tool_resources": change})

    assert lines[-1]["before"] == 'code_interpreter.file_ids: ["file-1"]'


@given(JSON, JSON)
def test_diff_lines_of_any_change_lose_no_key(old, new):
    lines = diff_lines({"field": {"old": old, "new": new}})

    assert lines[0]["kind"] == "header"
    shown = "".join(line["before"] + line["marked"] + line["after"] for line in lines)
    for value in (old, new):
        if isinstance(value, str):
            assert value in shown
        elif isinstance(value, dict):
            assert all(str(key) in shown for key in value)
        elif value is not None:
            assert json.dumps(value, ensure_ascii=False) in shown


def test_diff_lines_of_a_change_without_old_and_new_do_not_fail():
    assert diff_lines({"note": "seen"})[-1]["before"] == "seen"
    assert diff_lines(None) == []
