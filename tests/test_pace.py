"""An export works on while nobody waits for a page, and rests while somebody does."""

import time

import pytest
from django.urls import reverse

from tests import factories
from threadsui import pace
from threadsui.pace import giving_way, page_in_the_making

PIECES = 20


def seconds_of(pieces):
    start = time.perf_counter()
    for _piece in pieces:
        time.sleep(pace.WORK)  # what a reader of the stream does with it
    return time.perf_counter() - start


def test_stream_rests_between_pieces_while_a_page_is_made():
    with page_in_the_making():
        taken = seconds_of(giving_way(range(PIECES)))

    assert taken > (PIECES - 1) * (pace.WORK + pace.REST)


def test_stream_never_rests_while_no_page_is_made(monkeypatch):
    rests = []
    monkeypatch.setattr(pace.time, "sleep", rests.append)

    assert list(giving_way(range(PIECES))) == list(range(PIECES))
    assert rests == []


def test_page_that_fails_is_no_longer_in_the_making():
    with pytest.raises(ZeroDivisionError), page_in_the_making():
        _never = 1 / 0

    assert not pace._pages


def test_every_request_is_a_page_until_its_answer_and_its_stream_is_none(signed_in, monkeypatch):
    factories.thread()
    seen = []
    monkeypatch.setattr(
        "threadsui.views.bulk.exports.giving_way",
        lambda records: (seen.append(len(pace._pages)) or record for record in records),
    )

    answer = signed_in.post(
        reverse("threadsui:thread_export"), {"all": "1", "format": "csv", "confirmed": "1"}
    )
    list(answer.streaming_content)

    assert seen == [0]
