"""A word, and the walk that looks for it: every address of the console, asked in every way."""

from tests.access.addresses import addresses_of

WORD = "canary4711"  # in every text; `pelican` stands beside it, to be searched for
TEXT = f"A pelican and a {WORD} sang"
TARGETS = ("drawer", "thread-tab", "dialogs", "sending", "operation", "overview-poll", "palette")
TARGETS += tuple(f"{name}-table" for name in ("thread", "submission", "call", "audit"))
QUERIES = [
    {},
    {"q": "pelican"},
    {"tab": "notes"},
    {"tab": "metadata"},
    {"tab": "timeline"},
    {"tab": "raw"},
    {"state": "unknown"},
    {"metadata": "order=7"},
    {"follow": "1"},
]


def addresses(canary):
    """Every address of the console, of the records with the word; those of other kinds with the number 1."""
    yield from addresses_of(canary)
    for key in ("made", "made_call"):
        yield key, canary[key].get_absolute_url()


def seen(client, address, *, queries=QUERIES, targets=TARGETS):
    """What each way of asking for `address` answers: (how, text)."""
    ways = [(query, {}) for query in queries]
    ways += [({}, {"HX-Request": "true", "HX-Target": target}) for target in targets]
    for query, headers in ways:
        response = client.get(address, query, headers=headers)
        yield (address, query, headers), response.getvalue().decode(errors="replace")
