"""Testing a connection: a few questions that change nothing, or one thread that is created and deleted again."""

import json
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.api import APIError, APIRequestError, Attempt, ThreadsClient
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Connection, User

from ..calling.calls import keep_calls
from ..calling.clients import called_with, probing_client
from ..errors import ServiceError
from ..persistence import write_surely
from .probe_findings import findings_of
from .probe_replies import Finding, Replies, Reply

NO_SUCH_THREAD = "thread_000000000000000000000000"
MARK = {"threads_console": "test"}  # metadata of the thread that a test creates
READ_TIMEOUT = 10.0  # seconds for each answer: somebody waits for a page
PATIENCE = 20.0  # seconds, after which nothing more is asked


def probe_connection(*, connection: Connection, actor: User, write: bool = False) -> list[Finding]:
    """Ask the server what it is, keep what was found with the connection, and return it.

    Nothing is written there unless `write`: then one thread is created and deleted. Each HTTP attempt is an API call
    record. Raises ServiceError when it cannot be called as it is set, or was changed meanwhile.
    """
    try:
        settings = called_with(connection)
        probe = _Probe(connection, actor)
    except APIRequestError as exc:
        raise ServiceError(exc.message) from exc
    replies = probe.ask(write=write)
    found = findings_of(replies, connection)
    if not write_surely(lambda: _keep(connection, settings, found, replies, actor)):
        raise ServiceError(_("The connection was changed while it was tested. Test it again."))
    return found


@transaction.atomic
def _keep(
    connection: Connection,
    settings: tuple[object, ...],
    found: list[Finding],
    replies: Replies,
    actor: User,
) -> bool:
    """False when the connection is not the one that was tested any more; the event is written all the same."""
    now = Connection.objects.select_for_update().get(pk=connection.pk)
    is_same = called_with(now) == settings
    if is_same:
        now.test_result = {"findings": found, "wrote": replies.created is not None}
        now.tested_at, now.tested_by = timezone.now(), actor
        now.save(update_fields=["test_result", "tested_at", "tested_by"])
    bad = sorted(one["name"] for one in found if one["state"] == "bad")
    changes: dict[str, Any] = {"result": {"old": None, "new": bad or "passed"}}
    if replies.created and isinstance(replies.created.value, dict):
        is_gone = bool(replies.deleted and replies.deleted.is_success)
        thread = replies.created.value.get("id")
        changes["thread"] = {"old": thread, "new": None if is_gone else thread}
    record(AuditEvent.Action.CONNECTION_TESTED, actor=actor, target=now, changes=changes)
    return is_same


class _Probe:
    """The questions. `ask` calls the server; nothing else does."""

    def __init__(self, connection: Connection, actor: User):
        self._keep = keep_calls(connection=connection, actor=actor)
        self._connection = connection
        self._last: Attempt | None = None
        self._until = monotonic() + PATIENCE
        self._client = self._made(connection.beta_header)

    def ask(self, *, write: bool) -> Replies:
        replies = Replies(self._reply(lambda: self._client.threads.retrieve(NO_SUCH_THREAD)))
        if replies.known.status is None or replies.known.status in {401, 403}:
            return replies
        if self._has_time:
            replies.listed = self._reply(lambda: self._client.threads.list(limit=1))
        if self._connection.beta_header and self._has_time:
            plain = self._made("")
            replies.plain = self._reply(lambda: plain.threads.retrieve(NO_SUCH_THREAD))
        if write:
            self._write(replies)
        return replies

    def _write(self, replies: Replies) -> None:
        replies.sent_metadata = MARK
        replies.created = self._reply(lambda: self._client.threads.create({"metadata": MARK}))
        value = replies.created.value
        if replies.created.is_success and isinstance(value, dict):
            thread = str(value.get("id", ""))
            replies.deleted = self._reply(lambda: self._client.threads.delete(thread))

    @property
    def _has_time(self) -> bool:
        return monotonic() < self._until

    def _made(self, beta_header: str) -> ThreadsClient:
        return probing_client(
            self._connection,
            on_attempt=self._note,
            read_timeout=READ_TIMEOUT,
            beta_header=beta_header,
        )

    def _note(self, attempt: Attempt) -> None:
        self._last = attempt
        self._keep(attempt)

    def _reply(self, call: Callable[[], object]) -> Reply:
        self._last, error = None, None
        try:
            call()
        except APIError as exc:
            error = exc
        last = self._last
        if last is None:
            return Reply(error)
        return Reply(
            error, last.status, last.response_body, _json(last.response_body), last.duration_ms
        )


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
