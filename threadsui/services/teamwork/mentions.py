"""Who is named in a note, and whether they have read it."""

import re
from collections.abc import Iterable

from django.utils import timezone

from threadsui.models import Mention, Note, Thread, User
from threadsui.models.visibility import who_see

# What a user name may consist of (Django's rule), after an @ that does not stand inside a word or an address.
MENTION = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")
SENTENCE_ENDS = ".@+-"  # "ask @ana." names ana
NAMES_MAX = 50  # looked up at once; more @words than that stay text
BACKEND = "django.contrib.auth.backends.ModelBackend"


def mentioned_people(text: str, *, author: User, thread: Thread) -> list[User]:
    """The active people whom `text` names and who may read the notes of `thread`; the author is not told of their own
    words.
    """
    names = sorted({name for match in MENTION.finditer(text) for name in spellings(match[1])})
    if not names:
        return []
    readers = User.objects.with_perm("threadsui.view_note", backend=BACKEND)
    people = readers.filter(username__in=names[: 4 * NAMES_MAX]).exclude(pk=author.pk)
    return list(who_see(people, thread).order_by("pk")[:NAMES_MAX])


def people_out_of_sight(text: str, *, thread: Thread) -> list[User]:
    """The active people whom `text` names and who do not see `thread`, so that they are not told of the note."""
    names = sorted({name for match in MENTION.finditer(text) for name in spellings(match[1])})
    if not names:
        return []
    named = User.objects.filter(is_active=True, username__in=names[: 4 * NAMES_MAX])
    return list(
        named.exclude(pk__in=who_see(named, thread).values("pk")).order_by("pk")[:NAMES_MAX]
    )


def spellings(word: str) -> set[str]:
    """What `@word` may mean: as it stands, without the end of a sentence, and either in lower case."""
    short = word.rstrip(SENTENCE_ENDS)
    return {one for one in (word, short, word.lower(), short.lower()) if one}


def unknown_names(text: str) -> list[str]:
    """The words after an @ in `text` that are the name of no active person, in their order; at most NAMES_MAX."""
    words = dict.fromkeys(match[1] for match in MENTION.finditer(text))
    meant = {word: spellings(word) for word in list(words)[:NAMES_MAX]}
    names = set().union(*meant.values())
    if not names:
        return []
    people = User.objects.filter(is_active=True, username__in=names)
    known = set(people.values_list("username", flat=True))
    shown = [word.rstrip(SENTENCE_ENDS) for word in meant if not meant[word] & known]
    return list(dict.fromkeys(word for word in shown if word))


def write_mentions(note: Note) -> list[User]:
    """Make the note's mentions those of its text; call it inside the transaction that writes the note.

    Whoever is still named keeps having read it, or not; whoever is not any more is not told of it.
    """
    people = mentioned_people(note.text, author=note.author, thread=note.thread)
    note.mentions.exclude(person__in=people).delete()
    known = set(note.mentions.values_list("person_id", flat=True))
    Mention.objects.bulk_create(
        Mention(note=note, person=person) for person in people if person.pk not in known
    )
    return people


def read_mentions(*, person: User, ids: Iterable[int]) -> int:
    """Mark these mentions of `person` as read, and return how many were not yet.

    There is no audit event: it changes nothing but the reader's own badge.
    """
    unread = Mention.objects.of(person).unread().filter(pk__in=list(ids))
    return unread.update(read_at=timezone.now())
