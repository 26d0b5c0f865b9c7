"""A line of the log is one line, whatever a person or a server wrote into it."""

import json
import logging
import sys

import pytest

from dashboard.logging import JSONFormatter

HOSTILE = [
    'x\n{"level": "INFO", "message": "made up"}',
    "x\r\nmade up",
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m red in a terminal of eight bits",
    "a\u2028b\u2029c\x85d\x0be\x0cf",
    "\u202etxt.exe\u2066 \u200b \ufeff",
    "half a pair: \ud800",
    '"}, "x": {"',
    "%s %(name)s {0} \\n",
]
MAY_STAY = {"\u00a0"}


def line_of(message, *args, error=None):
    info = None
    if error is not None:
        try:
            raise error
        except type(error):
            info = sys.exc_info()
    record = logging.LogRecord("a.logger", logging.ERROR, "file.py", 1, message, args, info)
    return JSONFormatter().format(record)


@pytest.mark.parametrize("text", HOSTILE)
def test_line_is_one_line_of_signs_that_can_be_seen(text):
    for line in (line_of("Said: %s", text), line_of("It broke", error=ValueError(text))):
        assert len(line.splitlines()) == 1
        assert all(sign.isprintable() for sign in line)
        assert line.encode()  # what no file takes would be lost with its line
        assert set(json.loads(line)) <= {"time", "level", "logger", "message", "traceback"}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_what_was_written_is_lost(text):
    assert json.loads(line_of("Said: %s", text))["message"] == f"Said: {text}"


def test_other_scripts_stay_readable():
    assert "Größe 寝袋 مرحبا" in line_of("Größe 寝袋 مرحبا")


def test_link_to_choose_a_password_is_in_no_traceback():
    line = line_of("GET /join/abc.def/ failed", error=ValueError("at /join/abc.def/: no"))

    assert "abc.def" not in line


@pytest.mark.django_db
def test_addresses_that_people_make_up_are_escaped_where_they_are_logged(client, caplog):
    caplog.handler.setFormatter(JSONFormatter())
    with caplog.at_level(logging.DEBUG):
        client.get("/no%0asuch%1b[2Jpage%e2%80%a8/", {"x": "\r\n"})

    for line in caplog.text.splitlines():
        assert json.loads(line)
