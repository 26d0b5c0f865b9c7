"""Three audit events a thread, sealed with the console's own code: `audit_verify` finds the chain whole."""

import json
from datetime import UTC
from itertools import islice

from threadsui.audit.chain import link, sealed_head
from threadsui.audit.content import COLUMNS as SEALED
from threadsui.audit.content import canonical
from threadsui.audit.keys import current_key

from .material import PEOPLE, Draw, chance_of
from .rows import EVENTS_PER_THREAD, correlation, text_of

COLUMNS = ["changes" if name == "changes_text" else name for name in SEALED]
CHANGES = json.dumps({"metadata": {"old": {"tier": "silver"}, "new": {"tier": "gold"}}})
LATER = ("thread.refreshed", "thread.tagged", "message.created", "thread.updated", "note.added")


class Chain:
    """The rows of the table of events, in its COLUMNS; afterwards `head()` is the chain's end."""

    def __init__(self, work, people):
        self._work, self._people = work, people
        self._number, self._mac = 0, ""

    def rows(self):
        key = current_key()
        for content in self._unsealed():
            self._number += 1
            self._mac = link(key, self._mac, canonical((self._number, *content)))
            yield self._number, text_of(content[0]), *content[1:], key.id, self._mac

    def head(self):
        return sealed_head(self._number, self._mac)

    def _unsealed(self):
        chance = chance_of("events")
        person, later = Draw(chance, PEOPLE), Draw(chance, len(LATER))
        pks, work = list(self._people), self._work
        step = (work.moment(1) - work.moment(0)) / EVENTS_PER_THREAD
        for place in range(work.size):
            about = ("threadsui.thread", str(place + 1), work.title(place)[:200])
            for turn in range(EVENTS_PER_THREAD):
                pk = pks[person() if turn else work.creators[place]]
                action = LATER[later()] if turn else "thread.created"
                at = (work.moment(place) + turn * step).replace(tzinfo=UTC)
                changes = CHANGES if action == "thread.updated" else "{}"
                address = f"10.0.{pk % 8}.{pk % 250}"
                told = (correlation(place * 3 + turn), address)
                yield at, action, pk, self._people[pk], *about, changes, "", *told


def batches(rows, size):
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch
