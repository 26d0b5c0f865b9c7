"""The rows of each table, as both databases take them. Primary keys are places + 1; people's are asked for."""

import hashlib
import json
from datetime import timedelta

from .material import PEOPLE, Draw, chance_of

MINUTE = timedelta(minutes=1)
TAGS = 12
EVENTS_PER_THREAD = 3
COLUMNS = {
    "thread": "id connection_id remote_id creator_id title metadata tool_resources assignee_id message_count "
    "remote_created_at recorded_at gone_at deleted_at deleted_by_id",
    "message": "id thread_id position role content text attachments metadata remote_id remote_created_at",
    "metadatapair": "id thread_id key value",
    "threadtag": "id thread_id tag_id recorded_at",
    "note": "id thread_id author_id text created_at",
    "submission": "id token connection_id actor_id source title body body_sha256 state thread_id explanation "
    "explanation_parts error_message error_status error_type error_code error_param request_id created_at "
    "deadline_at finished_at resolution resolution_reason",
    "apicall": "id connection_id submission_id thread_id actor_id method path attempt status duration_ms "
    "request_id error request_body response_body correlation_id started_at",
}


def rows_of(work, people, connections):
    """(table, its columns, its rows) in an order in which each finds what it refers to."""
    makers = {
        "thread": _threads,
        "message": _messages,
        "metadatapair": _pairs,
        "threadtag": _tags,
        "note": _notes,
        "submission": _submissions,
        "apicall": _calls,
    }
    for table, make in makers.items():
        yield table, COLUMNS[table].split(), make(work, people, connections)


def text_of(moment):
    """A time in UTC as both databases read it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def correlation(place):
    return f"press-{place:024x}"


def _threads(work, people, connections):
    chance = chance_of("threads")
    assignee = Draw(chance, PEOPLE)
    for place in range(work.size):
        moment = work.moment(place)
        at, fate = text_of(moment), chance.random()
        creator = people[work.creators[place]]
        gone = text_of(moment + 60 * MINUTE) if 0.02 < fate < 0.03 else None
        deleted = text_of(moment + 90 * MINUTE) if fate < 0.02 else None
        yield (
            place + 1,
            connections[work.connection_of[place]],
            f"thread_{place:024x}",
            creator,
            work.title(place),
            json.dumps(work.pairs(place)),
            "{}",
            people[assignee()] if chance.random() < 0.2 else None,
            work.message_counts[place],
            at,
            at,
            gone,
            deleted,
            creator if deleted else None,
        )


def _messages(work, people, connections):
    chance = chance_of("messages")
    number = 0
    for place in range(work.size):
        at = text_of(work.moment(place))
        for position in range(work.message_counts[place]):
            number += 1
            text = work.texts[int(chance.random() * len(work.texts))]
            role = "assistant" if position % 2 else "user"
            content = json.dumps(text)
            remote_id = f"msg_{number:024x}"
            yield number, place + 1, position, role, content, text, "[]", "{}", remote_id, at


def _pairs(work, people, connections):
    number = 0
    for place in range(work.size):
        for key, value in work.pairs(place).items():
            number += 1
            yield number, place + 1, key, value


def _tags(work, people, connections):
    chance = chance_of("tags")
    tag = Draw(chance, TAGS)
    number = 0
    for place in range(work.size):
        if chance.random() < 0.3:
            number += 1
            yield number, place + 1, tag() + 1, text_of(work.moment(place))


def _notes(work, people, connections):
    chance = chance_of("notes")
    for number, place in enumerate(range(0, work.size, 50), start=1):
        text = work.texts[int(chance.random() * len(work.texts))]
        author = people[work.creators[place]]
        yield number, place + 1, author, text, text_of(work.moment(place) + MINUTE)


def _submissions(work, people, connections):
    """One of each thread, and some that made none: refused, not sent, and a few that nobody has resolved."""
    bodies = [_body(text) for text in work.texts[:2_000]]
    number = 0
    for place in range(work.size):
        moment = work.moment(place)
        for state in ["accepted", *_failures(place, work.size)]:
            number += 1
            body, digest = bodies[place % len(bodies)]
            is_refused, at = state == "refused", text_of(moment)
            yield (
                number,
                f"{number:032x}",
                connections[work.connection_of[place]],
                people[work.creators[place]],
                "form",
                work.title(place),
                body,
                digest,
                state,
                place + 1 if state == "accepted" else None,
                "" if state == "accepted" else "Nothing was created.",
                "[]",
                "Too much." if is_refused else "",
                400 if is_refused else None,
                "invalid_request_error" if is_refused else "",
                "string_above_max_length" if is_refused else "",
                "",
                f"req_{number:024x}",
                at,
                text_of(moment + MINUTE),
                at,
                "",
                "",
            )


def _failures(place, size):
    if place >= size - 400 and place % 50 == 0:
        return ["unknown"]  # what needs a word is recent, and little
    return {7: ["refused"], 57: ["not_sent"]}.get(place % 100, [])


def _body(text):
    body = json.dumps({"messages": [{"role": "user", "content": text}], "metadata": {}})
    return body, hashlib.sha256(body.encode()).hexdigest()


def _calls(work, people, connections):
    """One of each thread; each twentieth was asked twice."""
    chance = chance_of("calls")
    number = 0
    for place in range(work.size):
        attempts = 2 if place % 20 == 0 else 1
        for attempt in range(1, attempts + 1):
            number += 1
            is_last = attempt == attempts
            yield (
                number,
                connections[work.connection_of[place]],
                None,
                place + 1 if is_last else None,
                people[work.creators[place]],
                "POST",
                "/threads",
                attempt,
                200 if is_last else (429 if place % 40 else 503),
                chance.lognormvariate(5, 0.5),
                f"req_{number:024x}",
                "",
                "",
                '{"id": "thread_1"}',
                correlation(place),
                text_of(work.moment(place) + attempt * MINUTE / 60),
            )
