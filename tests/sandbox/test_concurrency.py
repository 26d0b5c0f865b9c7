"""Many threads at once, on the file database: everybody gets an answer, nothing is lost or made twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from threadsui.sandbox.models import Message, Thread

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, times):
    def one(number):
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(times)))


def test_eight_threads_creating_make_every_thread_once(ask):
    body = {"messages": [{"role": "user", "content": "Hello"}] * 3}

    answers = at_once(lambda number: ask("POST", "/threads", body), 40)

    assert {answer.status for answer in answers} == {200}
    assert {answer.json["id"] for answer in answers} == set(
        Thread.objects.values_list("pk", flat=True)
    )
    assert (Thread.objects.count(), Message.objects.count()) == (40, 120)


def test_eight_threads_adding_to_one_thread_lose_no_message(ask, thread_id, listed):
    def add(number):
        body = {"role": "user", "content": str(number)}
        return ask("POST", f"/threads/{thread_id}/messages", body)

    answers = at_once(add, 40)

    assert {answer.status for answer in answers} == {200}
    assert len(listed(thread_id)) == 43
