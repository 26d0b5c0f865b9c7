"""What is sealed beside the events: the head, checkpoints and results. Each has a `key_id` and a `seal`."""

import hmac
import json
from typing import Any

from threadsui.models import AuditCheckpoint, AuditHead, AuditVerification

from .content import moment_text
from .keys import Key, current_key, known_keys

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def checkpoint_content(checkpoint: AuditCheckpoint) -> dict[str, Any]:
    return {
        "checkpoint": checkpoint.pk,
        "number": checkpoint.number,
        "mac": checkpoint.mac,
        "created_at": moment_text(checkpoint.created_at),
    }


def checkpoint_seal(key: Key, previous: str, content: dict[str, Any]) -> str:
    """`previous` is the seal of the checkpoint before, "" for the first: so they are a chain of their own."""
    return key.seal("checkpoint", previous, _encode(content))


def head_seal(key: Key, number: int, mac: str) -> str:
    return key.seal("head", str(number), mac)


def seal_verification(result: AuditVerification) -> None:
    """Fill `key_id` and `seal` in."""
    key = current_key()
    result.key_id, result.seal = key.id, _verification_seal(key, result)


def seal_export(content: dict[str, Any]) -> tuple[str, str]:
    """The id of the key, and the seal, of what the last line of an exported file says."""
    key = current_key()
    return key.id, key.seal("export", _encode(content))


def turn_seal(key: Key, content: dict[str, Any]) -> str:
    """Of where a look through the chain goes on: who owns the queue must not have it skip events."""
    return key.seal("turn", _encode(content))


def is_genuine_head(head: AuditHead) -> bool:
    key = known_keys().get(head.key_id)
    return key is not None and same(head.seal, head_seal(key, head.number, head.mac))


def is_genuine_verification(result: AuditVerification) -> bool:
    key = known_keys().get(result.key_id)
    return key is not None and same(result.seal, _verification_seal(key, result))


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _verification_seal(key: Key, result: AuditVerification) -> str:
    content = {
        "started_at": moment_text(result.started_at),
        "finished_at": moment_text(result.finished_at),
        "number": result.number,
        "problem": result.problem,
        "bad_number": result.bad_number,
        "bad_until": result.bad_until,
    }
    return key.seal("verification", _encode(content))
