"""From an id to a record, or to the service's refusal."""

from . import errors
from .models import Message, Thread


def find_thread(thread_id: str) -> Thread:
    if not thread_id.startswith("thread"):
        raise errors.malformed_id("thread_id", thread_id, "thread")
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread is None:
        raise errors.not_found("thread", thread_id)
    return thread


def find_message(thread_id: str, message_id: str) -> Message:
    thread = find_thread(thread_id)
    if not message_id.startswith("msg"):
        raise errors.malformed_id("message_id", message_id, "msg")
    message = thread.messages.filter(pk=message_id).first()
    if message is None:
        raise errors.not_found("message", message_id)
    return message
