"""The links of the chain: what each event is sealed with, and the chain's head."""

from collections.abc import Iterable, Mapping
from typing import Any

from threadsui.models import AuditEvent, AuditHead

from .content import canonical, row_of
from .keys import Key, current_key
from .seals import head_seal


def link(key: Key, previous: str, text: str) -> str:
    """The MAC of an event with the canonical content `text`; `previous`: that of the event before, "" for the first."""
    return key.seal("event", previous, text)


def fits(
    row: tuple[Any, ...], previous: str, keys: Mapping[str, Key], number: int | None = None
) -> bool:
    """Was `row` (see content.COLUMNS) sealed after the event with the MAC `previous`, when it was event `number`?

    None is the number that it has. `keys` as from `known_keys`.
    """
    key = keys.get(row[-2])
    if key is None:
        return False
    try:
        text = canonical(row if number is None else (number, *row[1:]))
    except ValueError:  # changes that are no JSON any more
        return False
    return link(key, previous, text) == row[-1]


def chain(events: Iterable[AuditEvent], *, number: int, mac: str) -> tuple[int, str]:
    """Number and seal new `events`, in their order, after event `number` with the MAC `mac`; returns both of the last.

    Nothing is written. For `append`, and for whoever loads very many events at once into an empty console.
    """
    key = current_key()
    for event in events:
        number += 1
        event.pk = number
        mac = link(key, mac, canonical(row_of(event)))
        event.mac, event.key_id = mac, key.id
    return number, mac


def sealed_head(number: int, mac: str) -> AuditHead:
    """The head of a chain that ends with event `number`, whose MAC is `mac`; not saved."""
    key = current_key()
    return AuditHead(
        pk=AuditHead.ONLY, number=number, mac=mac, key_id=key.id, seal=head_seal(key, number, mac)
    )
