"""The ids of an operation that adopts: what came of each, by result, a page at a time."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui.models import Adoption
from threadsui.models.visibility import hidden_now
from threadsui.queries.history import adoptions as queries
from threadsui.services.bulk.adopting import connection_of
from threadsui.words import number

from ..numbers import id_in

Result = Adoption.Result
TONES = {
    Result.ADOPTED: "success",
    Result.ALREADY: "",
    Result.GONE: "warn",
    Result.UNREACHABLE: "warn",
    Result.NOT_ASKED: "warn",
}
WAITING = gettext_lazy("Waiting")
# What can be done about it, said once for all of them.
REMEDIES = {
    Result.GONE: gettext_lazy("The server has no thread with this id."),
    Result.TOO_LARGE: gettext_lazy("It cannot be adopted."),
}


def adoptions_context(request, operation):
    result = request.GET.get("result", "")
    result = result if result in Result.values else ""
    found = queries.adoptions_of(operation, result=result, after=id_in(request.GET, "after") or 0)
    shown = found[: queries.PAGE_SIZE]
    threads = queries.threads_seen(one.thread_id for one in shown)
    base, connection = operation.get_absolute_url(), _connection_of(operation)
    has_more = len(found) > len(shown)
    return {
        "asked": _("Adopt threads from %(connection)s") % {"connection": connection}
        if connection
        else _("Adopt threads"),
        "connection": connection,
        "rows": [_row(one, threads, operation, is_told=bool(connection)) for one in shown],
        "filters": _filters(operation, base, result),
        "paused_reason": queries.last_failure(operation)
        if operation.resumes_at and connection
        else "",
        "repeated": operation.parameters.get("repeated", 0),
        "can_try_again": connection
        and operation.is_finished
        and queries.has_more_to_try(operation),
        "here": request.get_full_path(),
        "next_href": _href(base, result=result, after=shown[-1].pk) if has_more else "",
        "is_first": "after" not in request.GET,
        "first_href": _href(base, result=result),
    }


def _connection_of(operation):
    """None for one that is kept for others by now."""
    connection = connection_of(operation)
    return None if connection.pk in hidden_now().connections else connection


def _row(adoption, threads, operation, *, is_told):
    """`is_told`: with the reason, which may name the server."""
    result = adoption.result or (Result.NOT_ASKED if operation.is_finished else "")
    return {
        "pk": adoption.pk,
        "id": adoption.remote_id,
        "label": Result(result).label if result else WAITING,
        "tone": TONES.get(result, "danger") if result else "",
        "thread": threads.get(adoption.thread_id),
        "reason": (adoption.reason if is_told else "") or REMEDIES.get(result, ""),
    }


def _filters(operation, base, current):
    """All, and each result that there is, with its number."""
    counts = queries.number_by_result(operation)
    found = [("", _("All"), operation.total or 0)]
    found += [(one.value, one.label, counts[one]) for one in Result if counts.get(one)]
    return [
        {
            "label": label,
            "count": number(count),
            "href": _href(base, result=value),
            "is_current": value == current,
        }
        for value, label, count in found
    ]


def _href(base, **given):
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{base}?{query}" if query else base
