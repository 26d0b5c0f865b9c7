"""Which keys the search box above each list has."""

from threadsui.audit.vocabulary import EVENTS
from threadsui.models import ListName
from threadsui.search import THREADS, Vocabulary
from threadsui.search.records import CALLS, SUBMISSIONS

VOCABULARIES: dict[str, Vocabulary] = {
    ListName.THREADS: THREADS,
    ListName.SUBMISSIONS: SUBMISSIONS,
    ListName.CALLS: CALLS,
    ListName.AUDIT: EVENTS,
}
