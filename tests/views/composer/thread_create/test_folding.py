"""A long form has messages that come as a line, and stays as its person left it."""

import re

import pytest

from tests import factories

from .posted import HTMX, URL, fields

FOLDED = re.compile(
    r'<article class="message" id="messages-(\d+)"[^>]*>\s*<details class="message-fold">'
)


def folded(response):
    return [int(index) for index in FOLDED.findall(response.text)]


@pytest.fixture
def form():
    return fields({"messages": [{"role": "user", "content": f"text {n}"} for n in range(12)]})


def test_cloned_thread_of_many_messages_comes_as_lines_with_every_field(signed_in, agent):
    pair = {"role": "assistant", "metadata": {"k": "v"}}
    thread = factories.thread(
        creator=agent, messages=[{"content": f"text {n}"} | pair for n in range(12)]
    )

    response = signed_in.get(f"{URL}?clone={thread.pk}")

    assert folded(response) == list(range(11))
    assert response.text.count('-content"') >= 12
    assert 'data-script="/static/js/fold.js"' in response.text
    assert "Expand all" in response.text


def test_short_form_loads_no_script_for_lines(signed_in):
    assert "js/fold.js" not in signed_in.get(URL).text


@pytest.mark.parametrize(
    "verb,expected",
    [
        ("messages:add", [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ("messages:down:2", [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]),
        ("messages:collapse", list(range(12))),
        ("messages:expand", []),
    ],
)
def test_what_was_open_stays_open_when_rows_change(signed_in, form, verb, expected):
    response = signed_in.post(URL, form | {"row": [verb]}, headers=HTMX | {"Open-Messages": "2"})

    assert folded(response) == expected


def test_what_was_open_stays_open_when_the_form_comes_back(signed_in, form):
    form["messages-7-content"] = ["\0"]

    response = signed_in.post(URL, form, headers=HTMX | {"Open-Messages": "0 1 nonsense 99"})

    assert response.status_code == 422
    assert folded(response) == [2, 3, 4, 5, 6, 8, 9, 10, 11]


def test_without_scripts_a_pressed_row_is_open(signed_in, form):
    assert folded(signed_in.post(URL, form | {"row": ["messages-3-attachments:add"]})) == [
        0, 1, 2, 4, 5, 6, 7, 8, 9, 10,
    ]  # fmt: skip
