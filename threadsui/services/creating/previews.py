"""How other tools would send a body to a connection."""

from typing import Any

from threadsui.api import APIRequestError
from threadsui.api.spelling import Target, cli_line, curl_line, python_code
from threadsui.models import Connection

from ..calling.clients import client_for


def target_of(connection: Connection | None, *, sandbox_url: str) -> Target | None:
    """Where the connection's calls go; None if it cannot be called. It holds no secret.

    `sandbox_url`: where this console's own sandbox answers, for the connection to it has an address of its own that
    leads nowhere from the outside.
    """
    if connection is None:
        return None
    try:
        config = client_for(connection).config
    except APIRequestError:
        return None
    return Target.of(config, base_url=sandbox_url if connection.is_sandbox else None)


def spellings(target: Target, body: dict[str, Any], text: str) -> dict[str, str]:
    """The request as a cURL line (of exactly `text`, the body's JSON), an openai-cli line and a Python program."""
    return {
        "curl": curl_line(target, text),
        "cli": cli_line(target, body),
        "python": python_code(target, body),
    }
