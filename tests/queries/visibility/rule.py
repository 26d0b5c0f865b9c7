"""Who sees which thread: the rule once more, in plain Python."""

from threadsui.models import Thread


def sees(person, thread):
    """The rule once more, in plain Python."""
    if person.role in {"auditor", "admin"}:
        return True
    mine = set(person.access_groups.all())
    kept = [
        set(thread.connection.groups.all()),
        *(set(tag.groups.all()) for tag in thread.tags.all()),
    ]
    return all(not groups or groups & mine for groups in kept)


def seen_threads(person):
    return {thread.pk for thread in Thread.objects.all() if sees(person, thread)}
