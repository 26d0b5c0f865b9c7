"""The newest threads of the sandbox: a look behind the server, as no client has it."""

import json

from django.core.management.base import BaseCommand

from threadsui.sandbox.models import Thread


class Command(BaseCommand):
    help = (
        "Print the sandbox's newest threads, one JSON object a line, newest first: id, time of creation, metadata and "
        "the beginning of the first message. For finding the thread of an unknown outcome."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=20, help="how many (20)")

    def handle(self, *, limit, **options):
        threads = Thread.objects.order_by("-created_at").prefetch_related("messages")
        for thread in threads[: max(limit, 0)]:
            self.stdout.write(json.dumps(_described(thread), ensure_ascii=False))


def _described(thread):
    messages = sorted(thread.messages.all(), key=lambda message: message.position)
    return {
        "id": thread.id,
        "created_at": thread.created_at,
        "metadata": thread.metadata,
        "messages": len(messages),
        "first": _first_words(messages),
    }


def _first_words(messages):
    parts = messages[0].content if messages else []
    return next((part["text"]["value"][:80] for part in parts if part["type"] == "text"), "")
