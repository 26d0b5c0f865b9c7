"""Vector stores, as far as a thread shows them: ids in its tool resources. Nothing is ever searched here."""

from collections.abc import Iterable
from typing import Any

from .models import VectorStore

AUTO_CHUNKING = {"type": "auto"}


def settled(tool_resources: dict[str, Any] | None) -> dict[str, Any]:
    """Tool resources as they are answered: every list is there, and a new store has become its id.

    Ids that are given are taken as they are; the sandbox has no stores or files of its own to look them up in.
    """
    given = tool_resources or {}
    answered: dict[str, Any] = {}
    if "code_interpreter" in given:
        answered["code_interpreter"] = {"file_ids": given["code_interpreter"].get("file_ids", [])}
    if "file_search" in given:
        search = given["file_search"]
        made = [_made(store).id for store in search.get("vector_stores", [])]
        answered["file_search"] = {"vector_store_ids": search.get("vector_store_ids", made)}
    return answered


def with_attached(tool_resources: dict[str, Any], attachments: Iterable[dict]) -> dict[str, Any]:
    """Tool resources after messages came with attachments: those for file search are put into the thread's store."""
    file_ids = [
        attachment["file_id"]
        for attachment in attachments
        if {"type": "file_search"} in attachment["tools"]
    ]
    if not file_ids:
        return tool_resources
    store_ids = tool_resources.get("file_search", {}).get("vector_store_ids", [])
    if not store_ids:
        made = _made({"file_ids": list(dict.fromkeys(file_ids))})
        return tool_resources | {"file_search": {"vector_store_ids": [made.id]}}
    for store in VectorStore.objects.filter(id__in=store_ids):
        store.file_ids = list(dict.fromkeys([*store.file_ids, *file_ids]))
        store.save(update_fields=["file_ids"])
    return tool_resources


def _made(store: dict[str, Any]) -> VectorStore:
    return VectorStore.objects.create(
        file_ids=store.get("file_ids", []),
        chunking_strategy=store.get("chunking_strategy", AUTO_CHUNKING),
        metadata=store.get("metadata") or {},
    )
