"""An unforeseen error, with secrets in the hands of the code: they are in no page, no line of the log and no report."""

import logging

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from tests import factories
from tests.personalities import KEY, running
from threadsui.models import ApiCall, AuditEvent

TYPED, HEADER, CLIENT = "sk-canary-4711-typed", "canary-0815-header", "canary-0816-client-secret"
SECRETS = (TYPED, HEADER, CLIENT)
FORM = {
    "profile": "custom",
    "name": "Desk",
    "base_url": "https://desk.example/v1",
    "auth_style": "oauth",
    "token_url": "https://login.example/token",
    "client_id": "console",
    "secret": CLIENT,
    "extra_headers": f"x-team: {HEADER}",
    "connect_timeout": "2",
    "read_timeout": "2",
    "max_attempts": "1",
}


class UnforeseenError(Exception):
    pass


@pytest.fixture
def reported(monkeypatch, caplog):
    """Texts of all that is told of an error: the log at its most talkative, and a report as it would be mailed."""
    texts = []

    class Reporter(logging.Handler):
        def emit(self, record):
            if record.exc_info:
                request = getattr(record, "request", None)
                report = ExceptionReporter(request, *record.exc_info, is_email=True)
                texts.extend([report.get_traceback_text(), report.get_traceback_html()])

    handler = Reporter()
    logging.getLogger("django.request").addHandler(handler)
    caplog.set_level(logging.DEBUG)
    yield lambda: [*texts, caplog.text]
    logging.getLogger("django.request").removeHandler(handler)


def broken(*_args, **_kwargs):
    raise UnforeseenError("unforeseen")


def found_in(texts, secrets=SECRETS):
    return [secret for secret in secrets for text in texts if secret in text]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "place",
    [
        "threadsui.services.connections.saving.record",
        "threadsui.services.connections.saving.check",
        "threadsui.models.fields.encrypted",
        "threadsui.views.connections.connections.redirect",
    ],
)
def test_error_while_a_connection_is_saved_tells_no_secret(
    client, admin, reported, monkeypatch, place
):
    client.force_login(admin)
    client.raise_request_exception = False
    monkeypatch.setattr(place, broken)

    answer = client.post("/connections/new/", FORM)

    assert answer.status_code == 500
    assert len(reported()) == 3
    assert all("unforeseen" in text for text in reported())
    assert found_in([answer.text, *reported()]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "place",
    ["threadsui.api.transport._whole", "threadsui.services.creating.submissions.finish_submission"],
)
def test_error_in_the_middle_of_a_call_tells_no_secret(client, admin, reported, monkeypatch, place):
    client.force_login(admin)
    client.raise_request_exception = False
    monkeypatch.setattr(place, broken)
    with running("openai") as server:
        factories.connection(
            "desk", base_url=server.url, secret=TYPED, extra_headers={"x-team": HEADER}
        )
        typed = {"token": "d3b07384-0000-4000-8000-00000000abcd", "connection": "desk"}
        answer = client.post("/threads/new/", typed | {"messages-TOTAL_FORMS": "0", "title": "T"})

    assert answer.status_code == 500
    assert found_in([answer.text, *reported()]) == []


@pytest.mark.django_db
def test_password_of_a_proxy_in_the_environment_is_told_nowhere(client, admin, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("HTTP_PROXY", "http://console:canary-proxy-password@127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://console:canary-proxy-password@127.0.0.1:9")
    client.force_login(admin)
    made = factories.connection("desk", base_url="http://desk.example/v1", secret=KEY)

    answer = client.post(f"{made.get_absolute_url()}test/", follow=True)

    calls = [f"{one.error} {one.response_body}" for one in ApiCall.objects.all()]
    events = [f"{one.changes} {one.reason}" for one in AuditEvent.objects.all()]
    made.refresh_from_db()
    told = [answer.text, caplog.text, str(made.test_result), *calls, *events]
    assert found_in(told, ["canary-proxy-password", KEY]) == []
    assert len(calls) > 0


def test_report_hides_what_was_posted_and_every_variable():
    posted, held = (f"canary-{word}" for word in ("posted", "held"))  # not in the source
    request = RequestFactory().post("/", {"anything": posted})
    try:
        broken(held)
    except UnforeseenError as exc:
        report = ExceptionReporter(request, type(exc), exc, exc.__traceback__)
        texts = [report.get_traceback_text(), report.get_traceback_html()]

    assert not settings.DEBUG
    assert found_in(texts, [posted, held]) == []
    assert "anything" in texts[1]
