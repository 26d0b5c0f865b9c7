"""A look through the chain that is done in turns: what one gives to the next, by way of the queue."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from .content import moment_text
from .keys import current_key, known_keys
from .seals import same, turn_seal
from .verifying import Position

logger = logging.getLogger(__name__)

# So long after its start a look is begun anew. What was sealed once could be put into the queue again, to have events
# skipped that were changed since.
KEPT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Turn:
    """`started_at`: of the whole look."""

    started_at: datetime = field(default_factory=timezone.now)
    position: Position = field(default_factory=Position)

    @classmethod
    def read(cls, given: Mapping[str, Any] | None) -> "Turn":
        """The turn that was `sealed` as `given`. The first one if that is None, not the console's own, or too old."""
        if given is None:
            return cls()
        content = {name: given.get(name) for name in ("started_at", "number", "mac")}
        key = known_keys().get(given.get("key_id", ""))
        if key is None or not same(str(given.get("seal")), turn_seal(key, content)):
            logger.error("The audit chain is verified from its start: its turn was changed.")
            return cls()
        started_at = datetime.fromisoformat(str(content["started_at"]))
        if started_at < timezone.now() - KEPT:
            return cls()
        return cls(started_at, Position(given["number"], given["mac"]))

    def sealed(self) -> dict[str, Any]:
        """For the queue: JSON, with a seal."""
        key = current_key()
        content = {
            "started_at": moment_text(self.started_at),
            "number": self.position.number,
            "mac": self.position.mac,
        }
        return content | {"key_id": key.id, "seal": turn_seal(key, content)}
