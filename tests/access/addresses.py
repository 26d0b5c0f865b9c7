"""Every name of an address, and where it leads."""

from django.urls import NoReverseMatch, get_resolver, reverse

from tests import factories

# By the name, or by its first word: what makes the record that the address has the number (or the secret) of.
RECORDS = {
    "thread": lambda: factories.thread().pk,
    "message": lambda: factories.thread().pk,
    "draft": lambda: factories.draft().pk,
    "preset": lambda: factories.preset().pk,
    "snippet": lambda: factories.snippet().pk,
    "note": lambda: factories.note().pk,
    "note_create": lambda: factories.thread().pk,
    "operation": lambda: factories.operation().pk,
    "saved": lambda: factories.saved_view(is_shared=True).pk,
    "submission": lambda: factories.submission(state="unknown").pk,
    "call": lambda: factories.call().pk,
    "audit": lambda: factories.event().pk,
    "member": lambda: factories.user().pk,
    "password": factories.password_token,
    "connection": lambda: factories.connection().pk,
    "group": lambda: factories.access_group().pk,
    "tag": lambda: factories.tag().pk,
}
WORDS = {
    "sandbox:endpoint": ["/threads/thread_1"],
    "threadsui:thread_bulk": ["tag"],
    "threadsui:saved_view_list": ["threads"],
    "threadsui:saved_view_create": ["threads"],
    "threadsui:list_display": ["threads"],
    "threadsui:search_completion": ["threads"],
    "threadsui:search_help": ["threads"],
    "by_mail": ["email"],
    "account_confirm_email": ["no-such-key"],
    "account_reset_password_from_key": ["abc", "no-such-key"],
    "mfa_remove_webauthn": [1],
}


def every_view(resolver=None, namespace=""):
    """(name, view) of all that can be asked for."""
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from every_view(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry.callback


NAMES = sorted({name for name, _view in every_view()})


def address_of(name):
    """Where a name leads: to a record, made anew, that belongs to nobody who asks."""
    try:
        return reverse(name, args=WORDS.get(name))
    except NoReverseMatch:
        _, _, short = name.rpartition(":")
        make = RECORDS.get(short) or RECORDS[short.partition("_")[0]]
        return reverse(name, args=[make()])


def addresses_of(records):
    """(name, address) of all that has an address; of the records that stand in `records` by the first word of the
    name, or by all of it, and of others with the number 1.
    """
    for name in NAMES:
        short = name.rpartition(":")[2]
        record = records.get(short) or records.get(short.partition("_")[0])
        for arguments in ([], [record.pk if record else 1], ["threads"], ["audit"], ["tag"]):
            try:
                yield name, reverse(name, args=arguments)
            except NoReverseMatch:
                continue
