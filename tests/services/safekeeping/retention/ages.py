"""Threads made old, a rule carried out, and the tables that hold a word."""

from datetime import timedelta

from django.db import connection as database
from django.utils import timezone

from threadsui.models import ApiCall, Submission, Thread
from threadsui.services.safekeeping.retention import apply_rule
from threadsui.services.safekeeping.text_removal import Removed

WORD = "kanarienvogel"
WHY = "Agreed with the customer"
BODY = {
    "messages": [
        {"role": "user", "content": f"Where is my {WORD}?"},
        {"role": "assistant", "content": [{"type": "text", "text": f"The {WORD} is on its way"}]},
    ],
    "metadata": {"order": "7"},
}


def aged(thread, days=40):
    then = timezone.now() - timedelta(days=days)
    Thread.objects.filter(pk=thread.pk).update(recorded_at=then)
    Submission.objects.filter(thread=thread).update(created_at=then)
    ApiCall.objects.filter(thread=thread).update(started_at=then)
    thread.refresh_from_db()
    return thread


def applied(rule):
    return sum(apply_rule(rule), Removed())


def tables_with(word):
    """The console's tables of which a row holds `word`, whatever its column."""
    found = set()
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            if table.startswith("sandbox_"):
                continue
            columns = [
                one.name for one in database.introspection.get_table_description(cursor, table)
            ]
            each = " OR ".join(f'lower(CAST("{one}" AS text)) LIKE %s' for one in columns)
            cursor.execute(
                f'SELECT 1 FROM "{table}" WHERE {each} LIMIT 1', [f"%{word}%"] * len(columns)
            )
            if cursor.fetchone():
                found.add(table)
    return found
