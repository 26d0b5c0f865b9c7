"""What an operation is called, and what came of it, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from threadsui.models import Operation
from threadsui.models.visibility import hidden_now
from threadsui.words import number

Kind = Operation.Kind
CHANGED_THERE = "state=changed"  # what a list is narrowed to, to see them
# Of operations that ask servers: result, what it means, and the filter that shows such threads.
RESULTS = {
    "same": (gettext_lazy("Same as on the server"), ""),
    "renamed": (gettext_lazy("Renamed"), ""),
    "changed": (gettext_lazy("Changed remotely"), CHANGED_THERE),
    "already": (gettext_lazy("Have the new key already: left as they are"), ""),
    "other": (gettext_lazy("Do not have it any more"), ""),
    "conflict": (gettext_lazy("Changed remotely as well: left for you to decide"), CHANGED_THERE),
    "unconfirmed": (
        gettext_lazy("Sent, but not confirmed: check them once the server is well"),
        "",
    ),
    "refused": (gettext_lazy("Refused by the server, or over a limit"), ""),
    "gone": (gettext_lazy("Gone upstream"), "state=gone"),
    "unreachable": (gettext_lazy("Not reached"), "state=unreachable"),
    "not_asked": (gettext_lazy("Not asked, as their server had failed several times"), ""),
    "switched_off": (gettext_lazy("Their connection is switched off"), ""),
    "deleted": (gettext_lazy("Deleted here"), ""),
    "busy": (gettext_lazy("Being changed by others at that moment"), ""),
}


def asked_of(operation):
    """ "Tag threads with “vip”"."""
    given = operation.parameters
    if operation.kind == Kind.ASSIGN:
        if not given["assignee"]:
            return _("Assign threads to nobody")
        return _("Assign threads to %(name)s") % {"name": given["assignee"]}
    if operation.kind == Kind.ADOPT:
        if given["connection"] in hidden_now().connections.values():  # kept for others by now
            return _("Adopt threads")
        return _("Adopt threads from %(connection)s") % given
    if operation.kind == Kind.EXPORT:
        return _("Export threads as %(format)s") % {"format": given["format"].upper()}
    said = {
        Kind.TAG: _("Tag threads with “%(tag)s”"),
        Kind.UNTAG: _("Remove “%(tag)s” from threads"),
        Kind.CHECK: _("Compare threads with their servers"),
        Kind.HOLD: _("Place threads under legal hold: “%(reason)s”"),
        Kind.RELEASE: _("Lift the legal hold of threads: “%(reason)s”"),
        Kind.RENAME_KEY: _("Rename the key “%(key)s” to “%(to)s”"),
        Kind.RENAME_VALUE: _("Rename “%(value)s” of “%(key)s” to “%(to)s”"),
    }
    return said[operation.kind] % given


def outcome_of(operation):
    """What it has done so far, by its exact numbers; of one that was cancelled, how much of it and by whom first."""
    if operation.state == Operation.State.CANCELLED:
        return _joined(_cancelled(operation), _done_by(operation))
    return _done_by(operation)


def _cancelled(operation):
    told = {
        "done": number(operation.done_count),
        "total": number(operation.total or 0),
        "name": operation.cancelled_by.display_name,
    }
    if operation.total is None:
        return _("Nothing was done yet; cancelled by %(name)s.") % told
    return _("%(done)s of %(total)s done; cancelled by %(name)s.") % told


def _done_by(operation):
    if operation.kind == Kind.EXPORT:
        done = operation.done_count
        said = ngettext("%(n)s thread exported.", "%(n)s threads exported.", done)
        return _joined(said % {"n": number(done)}, operation.told_error)
    if operation.kind == Kind.ADOPT:
        return _joined(_adopted(operation), operation.told_error)
    if operation.kind == Kind.CHECK:
        return _joined(_compared(operation), operation.told_error)
    if operation.kind in {Kind.RENAME_KEY, Kind.RENAME_VALUE}:
        return _joined(_changed(operation.changed_count), operation.told_error)
    rest = operation.done_count - operation.changed_count
    left = ngettext("%(n)s stayed as it was: %(why)s.", "%(n)s stayed as they were: %(why)s.", rest)
    why = {
        Kind.TAG: _("tagged so before, or as many tags as fit"),
        Kind.UNTAG: _("not tagged so"),
        Kind.ASSIGN: _("assigned so before"),
        Kind.HOLD: _("held before"),
        Kind.RELEASE: _("not held"),
    }[operation.kind]
    sentences = [_changed(operation.changed_count)]
    if rest:
        sentences.append(left % {"n": number(rest), "why": why})
    return _joined(*sentences, operation.told_error)


def results_of(operation):
    """Each result of an operation that asks servers: its words, its number, and the filter that shows such threads."""
    if operation.kind == Kind.ADOPT:
        return []  # told with the ids
    return [
        {"label": label, "number": number(operation.counts[name]), "query": query}
        for name, (label, query) in RESULTS.items()
        if operation.counts.get(name)
    ]


def _changed(count):
    said = ngettext("%(n)s thread changed.", "%(n)s threads changed.", count)
    return said % {"n": number(count)}


def _adopted(operation):
    """Of all the ids that it is about, as it would be told at its end."""
    total, adopted = operation.total or 0, operation.changed_count
    said = ngettext("%(adopted)s of %(n)s id adopted.", "%(adopted)s of %(n)s ids adopted.", total)
    return said % {"adopted": number(adopted), "n": number(total)}


def _compared(operation):
    done, changed = operation.done_count, operation.changed_count
    said = ngettext(
        "%(n)s thread looked at, %(changed)s of it changed remotely.",
        "%(n)s threads looked at, %(changed)s of them changed remotely.",
        done,
    )
    return said % {"n": number(done), "changed": number(changed)}


def _joined(*sentences):
    return " ".join(sentence for sentence in sentences if sentence)
