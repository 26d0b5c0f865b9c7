"""What the threads are made of: words, people and metadata, as unevenly spread as real work is."""

import itertools
import json
import random
from bisect import bisect_left

PEOPLE = 200
RARE_PERSON = PEOPLE  # the place of one more, who made RARE_PERSON_THREADS and nothing else
RARE_PERSON_THREADS = 40
VOCABULARY = 20_000
TITLES, TEXTS = 20_000, 20_000
PAIR_SETS = 5_000
RARE_ROWS = 5

COMMON_WORD = "refund"  # in a fifth of the titles
RARE_WORD = "zephyrine"  # in five threads
ABSENT_WORD = "quixotry"
COMMON_PAIR = ("env", "prod")  # 60 % of the threads
MIDDLING_PAIR = ("tier", "gold")  # 3 %
RARE_PAIR = ("case", "4711")  # five threads
ABSENT_PAIR = ("case", "0815")
NEVER_WITH_GOLD = ("channel", "phone")  # a fifth of the threads, and none of those that are gold

_SYLLABLES = ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo"]


def shares(number, exponent=1.0):
    """Cumulative weights by Zipf's law: the second is half as frequent as the first, and so on."""
    return list(itertools.accumulate(1 / place**exponent for place in range(1, number + 1)))


class Draw:
    """Places from 0 to `number` - 1, the first ones most often."""

    def __init__(self, chance, number, exponent=1.0):
        self._chance, self._shares = chance, shares(number, exponent)
        self._total = self._shares[-1]

    def __call__(self):
        return bisect_left(self._shares, self._chance.random() * self._total)


def words(chance):
    """The vocabulary, the most frequent word first."""
    made = {COMMON_WORD: None}
    while len(made) < VOCABULARY:
        made["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5)))] = None
    return list(made)[1:]


def titles(chance, vocabulary):
    """TITLES titles; each fifth one has the common word."""
    draw = Draw(chance, len(vocabulary))
    for number in range(TITLES):
        few = [vocabulary[draw()] for _ in range(chance.randint(3, 6))]
        if number % 5 == 0:
            few.insert(chance.randint(0, len(few)), COMMON_WORD)
        yield " ".join(few).capitalize()


def texts(chance, vocabulary):
    draw = Draw(chance, len(vocabulary))
    for _ in range(TEXTS):
        some = [vocabulary[draw()] for _ in range(chance.randint(6, 40))]
        yield " ".join(some).capitalize() + "."


def pair_sets(chance):
    """PAIR_SETS dicts of metadata, of 2.3 pairs on average."""
    languages = ("de", "fr", "pl", "it", "es", "nl", "sv", "fi", "pt", "cs", "da", "hu")
    locales = [f"{name}-{name.upper()}" for name in languages]
    locale = Draw(chance, len(locales))
    for _ in range(PAIR_SETS):
        made = {}
        if environment := _chosen(chance, prod=60, staging=15, test=5):
            made["env"] = environment
        if tier := _chosen(chance, gold=3, silver=14, bronze=30):
            made["tier"] = tier
        if channel := _chosen(chance, email=25, chat=5, phone=20):
            made["channel"] = "email" if (tier, channel) == ("gold", "phone") else channel
        if chance.random() < 0.5:
            made["locale"] = locales[locale()]
        yield made


def _chosen(chance, **percent):
    """One of the names, each in so many per cent of the cases; else None."""
    left = chance.random() * 100
    for name, share in percent.items():
        left -= share
        if left < 0:
            return name
    return None


def compact(value):
    return json.dumps(value)


def chance_of(name):
    """Every build makes the same rows."""
    return random.Random(name)
