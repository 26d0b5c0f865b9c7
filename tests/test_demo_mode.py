"""Demo mode answers this machine alone, whatever server it runs under."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse

from dashboard.middleware import DemoOnLoopbackMiddleware


def answer(rf, address):
    return DemoOnLoopbackMiddleware(lambda _: HttpResponse("Hello"))(
        rf.get("/", REMOTE_ADDR=address)
    )


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "nonsense"])
def test_demo_does_not_answer_another_machine(rf, settings, address):
    settings.DEMO = True

    response = answer(rf, address)

    assert response.status_code == 403
    assert b"loopback only" in response.content


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", ""])
def test_demo_answers_this_machine(rf, settings, address):
    settings.DEMO = True

    assert answer(rf, address).content == b"Hello"


def test_real_installation_does_not_ask_where_a_request_comes_from(rf, settings):
    settings.DEMO = False

    with pytest.raises(MiddlewareNotUsed):
        answer(rf, "192.0.2.7")
