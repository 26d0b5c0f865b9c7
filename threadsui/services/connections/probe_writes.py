"""What the thread that a test creates, when it is asked to, says about the server."""

from django.utils.translation import gettext_noop as _

from .probe_replies import LOG, Finding, Replies, Reply, broken, finding


def written(replies: Replies) -> list[Finding]:
    made = replies.created
    if made is None:
        return []
    if not made.is_success:
        return [_refused(made)]
    gone = replies.deleted
    thread = made.value.get("id", "") if isinstance(made.value, dict) else ""
    if gone and gone.status in {404, 405}:
        said = _("A thread was created, but the server cannot delete threads: %(thread)s stays.")
        kept = finding("write", "note", said, thread=thread)
        return [kept, *_metadata(made, replies.sent_metadata)]
    if gone is None or not gone.is_success:
        said = _("A thread was created, but not deleted again: %(thread)s.")
        remedy = _("Delete it there; the API call log says why it stayed.")
        return [finding("write", "bad", said, remedy=remedy, thread=thread)]
    return [
        finding("write", "good", _("A thread was created and deleted again.")),
        *_metadata(made, replies.sent_metadata),
    ]


def _refused(made: Reply) -> Finding:
    if made.status == 404 and made.shape == "empty":
        said = _("This address no longer offers threads (404 with an empty body).")
        remedy = _("Point the connection at a server that still offers them.")
        return finding("write", "bad", said, remedy=remedy)
    if made.error and made.error.cause:
        return broken("write", made.error)
    reason = made.error.message if made.error else ""
    said = _("No thread was created: %(reason)s")
    return finding("write", "bad", said, remedy=LOG, reason=reason)


def _metadata(made: Reply, sent: dict[str, str]) -> list[Finding]:
    got = made.value.get("metadata") if isinstance(made.value, dict) else None
    if got == sent:
        return []
    added = sorted(set(got) - set(sent)) if isinstance(got, dict) else []
    if added:
        said = _("The server adds metadata of its own: %(keys)s.")
        return [finding("metadata", "note", said, keys=", ".join(added)[:200])]
    return [finding("metadata", "note", _("The server did not give the metadata back as sent."))]
