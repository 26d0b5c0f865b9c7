"""What differs between a thread's record and its server, and what was told of it."""

from threadsui.api import schema
from threadsui.models import Thread

OURS = {"order": "A-1", "team": "north"}
THEIRS = {"order": "A-1", "team": "south", "vip": "yes"}


def change_there(server, thread, metadata=THEIRS):
    server.threads.update(thread.remote_id, {"metadata": metadata})


def add_there(server, thread, text="It came."):
    payload = schema.parse(schema.CreateMessage, {"role": "user", "content": text})
    return server.messages.create(thread.remote_id, payload)


def now(thread):
    return Thread.objects.get(pk=thread.pk)
