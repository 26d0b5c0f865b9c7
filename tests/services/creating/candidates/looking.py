"""A create, and what is found when its thread is looked for."""

import uuid

from threadsui.api import schema
from threadsui.services.creating.candidates import find_candidates
from threadsui.services.creating.threads import create_thread

BODY = {"messages": [{"role": "user", "content": "Snapped pole"}], "metadata": {"ticket": "4711"}}


def create(connection, actor, body=BODY):
    payload = schema.parse(schema.CreateThread, body)
    return create_thread(connection=connection, payload=payload, actor=actor, token=uuid.uuid4())


def look(submission, actor):
    return find_candidates(submission=submission, actor=actor)


def ids(search):
    return [one.remote_id for one in search.candidates]
