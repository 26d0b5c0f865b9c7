"""What a search of submissions, API calls or events means, in plain Python over each record: the judge of what the
databases find. Slow, and short.
"""

from threadsui.audit.presenting import LOOKS, PLAIN
from threadsui.search import Match, Value


def part(value, *texts):
    return any(value.text.casefold() in text.casefold() for text in texts)


def begins(given, value):
    return given.startswith(value.text) if value.match is Match.PREFIX else given == value.text


def number(given, value):
    return value.match is Match.EXACT and value.text.removeprefix("#") == str(given)


def days(day, value):
    first, dots, last = value.text.partition("..")
    last = last if dots else first
    return first <= day and (not last or day <= last + "~")


def status(given, value):
    if value.text == "none" or given is None:
        return given is None and value.text == "none"
    return str(given) == value.text or f"{given // 100}xx" == value.text


def name(person, value, reader="ana"):
    return person == (reader if value.text == "me" else value.text)


def of_thread(thread, value):
    return thread is not None and (begins(thread.remote_id, value) or value.text == f"#{thread.pk}")


def state(one):
    return "unknown" if one.is_overdue else one.state


def requests(one):
    return {one.request_id, *one.calls.values_list("request_id", flat=True)} - {""}


def same_day(field):
    return {
        "created": lambda one, value: days(f"{getattr(one, field):%Y-%m-%d}", value),
        "before": lambda one, value: f"{getattr(one, field):%Y-%m-%d}" < value.text,
        "after": lambda one, value: f"{getattr(one, field):%Y-%m-%d}" > value.text + "~",
    }


def result(one):
    return LOOKS.get(one.action, PLAIN).state


THREADS = {}  # by number as text, of the world that is there


def about(one, value):
    kind, sign, target = value.text.partition("#")
    return one.target_type.removeprefix("threadsui.") in (kind, kind or one.target_type[10:]) and (
        not sign or one.target_id == target
    )


HOLDS = {
    "submissions": {
        "": lambda one, value: part(value, one.title, one.resolution_reason),
        "actor": lambda one, value: name(one.actor.username, value),
        "connection": lambda one, value: one.connection.slug == value.text,
        "state": lambda one, value: state(one) == value.text,
        "is": lambda one, value: {
            "open": one.is_open_unknown,
            "resolved": one.resolution != "",
        }.get(value.text, one.resolution == value.text),
        "source": lambda one, value: one.source == value.text,
        "status": lambda one, value: status(one.error_status, value),
        "thread": lambda one, value: of_thread(one.thread, value),
        "request": lambda one, value: any(begins(given, value) for given in requests(one)),
        "id": lambda one, value: number(one.pk, value),
        "code": lambda one, value: begins(one.error_code, value),
        "title": lambda one, value: part(value, one.title),
        "reason": lambda one, value: part(value, one.resolution_reason),
        **same_day("created_at"),
    },
    "calls": {
        "": lambda one, value: part(value, one.path),
        "actor": lambda one, value: one.actor is not None and name(one.actor.username, value),
        "connection": lambda one, value: one.connection.slug == value.text,
        "status": lambda one, value: status(one.status, value),
        "method": lambda one, value: one.method.lower() == value.text,
        "result": lambda one, value: status(
            one.status,
            Value({"done": "2xx", "refused": "4xx", "failed": "5xx"}.get(value.text, "none")),
        ),
        "is": lambda one, _value: one.attempt > 1,
        "thread": lambda one, value: of_thread(one.thread, value),
        "submission": lambda one, value: number(one.submission_id, value),
        "correlation": lambda one, value: begins(one.correlation_id, value),
        "request": lambda one, value: begins(one.request_id, value),
        "id": lambda one, value: number(one.pk, value),
        "path": lambda one, value: part(value, one.path),
        **same_day("started_at"),
    },
    "audit": {
        "": lambda one, value: part(value, one.target_label, one.reason),
        "actor": lambda one, value: name(one.actor_name, value),
        "action": lambda one, value: one.action == value.text,
        "target": about,
        "thread": lambda one, value: (
            one.target_type == "threadsui.thread" and of_thread(THREADS.get(one.target_id), value)
        ),
        "correlation": lambda one, value: begins(one.correlation_id, value),
        "address": lambda one, value: begins(one.address, value),
        "result": lambda one, value: result(one) == value.text,
        "id": lambda one, value: number(one.pk, value),
        "reason": lambda one, value: part(value, one.reason),
        **same_day("created_at"),
    },
}
# A free text that is a whole id is no words: what it stands for instead.
KNOWN = {
    "submissions": {"req-11112222": "request", "thread_a": "thread"},
    "calls": {"req-11112222": "request", "c-11112222": "correlation", "thread_a": "thread"},
    "audit": {"c-11112222": "correlation", "192.0.2.7": "address", "thread_a": "thread"},
}


def matches(list_name, one, search):
    def holds(term, value):
        known = KNOWN[list_name].get(value.text) if not term.key else None
        return HOLDS[list_name][known or term.key](one, value)

    return all(
        any(holds(term, value) for value in term.values) != term.is_negated for term in search.terms
    )
