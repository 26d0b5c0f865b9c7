"""What the answers to a test of a connection say: findings with a sentence each, kept in English with their values."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _

from threadsui import api
from threadsui.api.schema.responses import MILLISECONDS_FROM
from threadsui.models import Connection

from .probe_replies import Finding, Replies, Reply, broken, finding
from .probe_writes import written

DOOR = {401, 403}
NOT_ROUTED = {"text", "detail", "message", "json"}  # how frameworks say that there is no such path

SHAPES = {
    "openai": _("As OpenAI does: an error with message, type, param and code."),
    "string": _("A text under “error”; it names no field."),
    "detail": _("A “detail”, as FastAPI does."),
    "problem": _("Problem details (RFC 9457)."),
    "message": _("A “message” beside a code."),
    "json": _("JSON of a shape of its own."),
    "text": _("Text or a web page, no JSON."),
    "empty": _("An empty body: it does not say what is wrong."),
}


def findings_of(replies: Replies, connection: Connection) -> list[Finding]:
    """In the order in which things can go wrong; what cannot be told is left out."""
    found = [*_reach(replies.known, connection)]
    if replies.known.status is None:
        return found
    found += _door(replies.known, connection)
    offer = _offer(replies)
    found.append(offer)
    if replies.known.status in DOOR:
        return found
    if _is_elsewhere(replies.known) and offer["state"] == "bad":  # the rest would be about nothing
        return found + written(replies)
    found += _list(replies.listed)
    found += _times(replies)
    found += _shape(replies.known)
    found += _beta(replies)
    found += written(replies)
    return found


def _reach(reply: Reply, connection: Connection) -> list[Finding]:
    error = reply.error
    if isinstance(error, api.APITokenError):
        return [_no_token(error)]
    if isinstance(error, api.APIConnectionError) and error.is_tls:
        there = finding("reach", "good", _("The server is there."))
        return [there, broken("tls", error)]
    if reply.status is None:
        return [broken("reach", error)]
    found = [finding("reach", "good", _("Answered within %(ms)s ms."), ms=round(reply.ms))]
    if connection.auth_style == Connection.AuthStyle.OAUTH:
        found.append(finding("token", "good", _("A token was fetched.")))
    return found + _tls(connection)


def _no_token(error: api.APITokenError) -> Finding:
    if error.cause:
        return broken("token", error)
    said = error.message.removesuffix(" Nothing was sent.")
    remedy = _("Check token URL, client id, scope and the client's secret.")
    return finding("token", "bad", "%(reason)s", remedy=remedy, reason=said)


def _tls(connection: Connection) -> list[Finding]:
    if connection.is_sandbox:
        return []
    if urlsplit(connection.base_url).scheme != "https":
        said = _("Plain HTTP: the key and every thread travel readable.")
        return [finding("tls", "note", said)]
    if connection.ca_bundle:
        return [finding("tls", "good", _("This connection's CA bundle vouches for the server."))]
    return [finding("tls", "good", _("The server's certificate is trusted."))]


def _door(reply: Reply, connection: Connection) -> list[Finding]:
    if reply.status == 401:
        remedy = _("Give another key, and check how it is sent.")
        return [finding("auth", "bad", _("The key was refused (401)."), remedy=remedy)]
    if reply.status == 403:
        remedy = _("Give a key that may, or have its rights extended at the provider.")
        said = _("The key is known, but may not read threads (403).")
        return [finding("auth", "bad", said, remedy=remedy)]
    if reply.status is None or reply.status >= 500 or _is_elsewhere(reply):
        return []
    if connection.auth_style == Connection.AuthStyle.NONE:
        return [finding("auth", "good", _("No key is sent, and none was asked for."))]
    return [finding("auth", "good", _("The key was accepted."))]


def _offer(replies: Replies) -> Finding:
    reply, status = replies.known, replies.known.status or 0
    if replies.listed and replies.listed.is_success:
        return finding("offer", "good", _("It speaks the Threads API."))
    if status in DOOR:
        return finding("offer", "note", _("It cannot be told before the key is accepted."))
    if status == 404 and reply.shape == "empty":
        said = _(
            "This address no longer offers threads (404 with an empty body). OpenAI switched its Threads API off "
            "on 2026-08-26; threads that were created before are in this console's own record."
        )
        remedy = _(
            "Check the base URL, or point the connection at a server that still offers them."
        )
        return finding("offer", "bad", said, remedy=remedy)
    if _is_elsewhere(reply):
        said = _(
            "There is no Threads API at this address: HTTP %(status)s, as for any unknown path."
        )
        remedy = _("Check the base URL: it ends before /threads, often with /v1.")
        return finding("offer", "bad", said, remedy=remedy, status=status)
    return _offer_by_status(reply, status)


def _offer_by_status(reply: Reply, status: int) -> Finding:
    if status == 429:
        return finding("offer", "note", _("It is limiting requests (429). Test again in a minute."))
    if status >= 500:
        remedy = _("Look into the server's own log, then test again.")
        said = _("The server failed (HTTP %(status)s).")
        return finding("offer", "bad", said, remedy=remedy, status=status)
    if 300 <= status < 400:
        said = _("It redirects to another address (HTTP %(status)s), where no key is taken.")
        remedy = _("Make that address the base URL, if it is right: the API call log has it.")
        return finding("offer", "bad", said, remedy=remedy, status=status)
    if status < 300:
        said = _("It answered with a thread that does not exist (HTTP %(status)s).")
        return finding("offer", "note", said, status=status)
    return finding("offer", "good", _("It speaks the Threads API."))


def _is_elsewhere(reply: Reply) -> bool:
    """A 404 that speaks of the path, not of the thread."""
    if reply.status not in {404, 405}:
        return False
    if reply.shape == "empty":
        return True
    return reply.shape in NOT_ROUTED and "thread" not in reply.body.lower()


def _list(reply: Reply | None) -> list[Finding]:
    if reply is None or reply.status is None:
        return []
    if reply.is_success:
        said = _("It lists threads: what others created there can be found.")
        return [finding("list", "good", said)]
    said = _("It has no list of threads (HTTP %(status)s). OpenAI never offered one either.")
    return [finding("list", "note", said, status=reply.status)]


def _times(replies: Replies) -> list[Finding]:
    moment = next((found for one in _bodies(replies) if (found := one.get("created_at"))), None)
    if isinstance(moment, bool) or not isinstance(moment, int | float):
        return []
    if moment >= MILLISECONDS_FROM:
        return [finding("times", "good", _("In milliseconds; the console reads both."))]
    return [finding("times", "good", _("In seconds, as OpenAI sends them."))]


def _bodies(replies: Replies) -> list[dict[str, Any]]:
    """Every thread that was seen."""
    listed = replies.listed.value if replies.listed else None
    data = listed.get("data") if isinstance(listed, dict) else None
    seen = [*(data if isinstance(data, list) else []), replies.created and replies.created.value]
    return [one for one in seen if isinstance(one, dict)]


def _shape(reply: Reply) -> list[Finding]:
    if reply.is_success:
        return []
    state = "good" if reply.shape == "openai" else "note"
    return [finding("errors", state, SHAPES[reply.shape])]


def _beta(replies: Replies) -> list[Finding]:
    if replies.plain is None or replies.plain.status is None:
        return []
    if replies.plain.status == 400 and replies.known.status != 400:
        return [finding("beta", "good", _("It asks for the OpenAI-Beta header, and knows ours."))]
    if replies.known.status == 400 and replies.plain.status != 400:
        said = _("It refuses our OpenAI-Beta header.")
        return [finding("beta", "bad", said, remedy=_("Leave it empty."))]
    return [finding("beta", "note", _("It does not ask for the OpenAI-Beta header."))]
