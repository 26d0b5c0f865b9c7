"""Who did what when: of each thread what the rows of all tables have to agree about."""

from datetime import timedelta

from . import material
from .material import RARE_PERSON, RARE_PERSON_THREADS, RARE_ROWS, Draw, chance_of

SPAN = timedelta(days=3 * 365)  # whatever the size: more threads are more work in the same time
MESSAGE_COUNTS, MESSAGE_SHARES = (1, 2, 3, 4, 8, 20), (50, 25, 14, 8, 2.5, 0.5)


class Work:
    """`size` threads up to the moment `end`, oldest first. Lists have one item a thread, by its place from 0."""

    def __init__(self, size, end):
        chance = chance_of("work")
        self.size, self.end = size, end
        vocabulary = material.words(chance)
        self.titles = list(material.titles(chance, vocabulary))
        self.texts = list(material.texts(chance, vocabulary))
        self.pair_sets = list(material.pair_sets(chance))
        person = Draw(chance, material.PEOPLE, exponent=1.1)
        self.creators = [person() for _ in range(size)]
        self.title_of = chance.choices(range(material.TITLES), k=size)
        self.pairs_of = chance.choices(range(material.PAIR_SETS), k=size)
        self.connection_of = chance.choices(range(3), weights=(80, 15, 5), k=size)
        self.message_counts = chance.choices(MESSAGE_COUNTS, MESSAGE_SHARES, k=size)
        for place in _spread(size, min(RARE_PERSON_THREADS, size // 20)):
            self.creators[place] = RARE_PERSON
            if place % 2:  # a common word of a rare person: twenty of them
                self.title_of[place] -= self.title_of[place] % 5
        self.rare = frozenset(_spread(size, RARE_ROWS, shift=3))
        self._step = SPAN / size

    def moment(self, place):
        return self.end - SPAN + self._step * (place + 1)

    def title(self, place):
        title = self.titles[self.title_of[place]]
        return f"{title} {material.RARE_WORD}" if place in self.rare else title

    def pairs(self, place):
        """The metadata of one thread: 2.6 pairs on average."""
        pairs = self.pair_sets[self.pairs_of[place]]
        if place % 3 == 0:
            pairs = pairs | {"ticket": f"T-{place}"}
        if place in self.rare:
            pairs = pairs | dict([material.RARE_PAIR])
        return pairs


def _spread(size, number, shift=0):
    """`number` places, evenly spread; every second one is odd."""
    step = size // max(1, number)
    return [
        min(size - 1, step * turn + step // 2 + shift) // 2 * 2 + turn % 2 for turn in range(number)
    ]
