"""The links of the chain: what each event, and the chain's head, is sealed with."""

from collections.abc import Iterable

from threadsui.models import AuditEvent, AuditHead

from .content import canonical, content_of_event
from .keys import Key, current_key


def link(key: Key, previous: str, text: str) -> str:
    """The MAC of the event with the canonical content `text`. `previous`: that of the event before ("" for the first)."""
    return key.seal("event", previous, text)


def head_seal(key: Key, number: int, mac: str) -> str:
    return key.seal("head", str(number), mac)


def chain(events: Iterable[AuditEvent], *, number: int, mac: str) -> tuple[int, str]:
    """Number and seal new `events`, in their order, after event `number` with the MAC `mac`; returns both of the last.

    Nothing is written. For `append`, and for whoever loads very many events at once into an empty console.
    """
    key = current_key()
    for event in events:
        number += 1
        event.pk = number
        mac = link(key, mac, canonical(content_of_event(event)))
        event.mac, event.key_id = mac, key.id
    return number, mac


def sealed_head(number: int, mac: str) -> AuditHead:
    """The head of a chain that ends with event `number`, whose MAC is `mac`; not saved."""
    key = current_key()
    return AuditHead(
        pk=AuditHead.ONLY, number=number, mac=mac, key_id=key.id, seal=head_seal(key, number, mac)
    )
