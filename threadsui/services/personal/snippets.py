"""Snippets: short texts to put into a message. That `actor` may change one is the caller's to check."""

import hashlib
from typing import Any

from threadsui.models import AuditEvent, Snippet, User

from . import shareables

SNIPPETS_MAX = 500  # of one person
Action = AuditEvent.Action


def create_snippet(*, actor: User, name: str, text: str, is_shared: bool) -> Snippet:
    """Raises ServiceError: `param` is `name` when the person has one of that name."""
    snippet = Snippet(owner=actor, name=name, text=text, is_shared=is_shared)
    return shareables.add(snippet, action=Action.SNIPPET_CREATED, limit=SNIPPETS_MAX, told=_told)


def update_snippet(
    *,
    snippet: Snippet,
    actor: User,
    name: str,
    text: str,
    is_shared: bool,
    version: str | None = None,
) -> Snippet:
    """Raises ServiceError as `shareables.change` does; `version` is the one that the person has seen."""
    values = {"name": name, "text": text, "is_shared": is_shared}
    return shareables.change(
        snippet, values, actor=actor, action=Action.SNIPPET_UPDATED, told=_told, version=version
    )


def delete_snippet(*, snippet: Snippet, actor: User, reason: str = "") -> None:
    """The messages that hold its text keep it. Raises ServiceError as `shareables.remove` does."""
    shareables.remove(
        snippet, actor=actor, action=Action.SNIPPET_DELETED, told=_told, reason=reason
    )


def _told(snippet: Snippet) -> dict[str, Any]:
    """Proof of which text it was, not the text: the history is kept for good, and read by others."""
    return {
        "name": snippet.name,
        "is_shared": snippet.is_shared,
        "characters": len(snippet.text),
        "sha256": hashlib.sha256(snippet.text.encode(errors="surrogatepass")).hexdigest(),
    }
