"""The text of views of submissions, calls and the history was looked for as it stood. As one phrase it still is."""

import re
from urllib.parse import parse_qsl, urlencode

from django.db import migrations

LISTS = ("submissions", "calls", "audit")
ONE_WORD = re.compile(r"\w[\w./@+=#-]*")  # means the same with quotes and without


def quote(apps, schema_editor):
    views = apps.get_model("threadsui", "SavedView").objects.using(schema_editor.connection.alias)
    for view in views.filter(list__in=LISTS, query__contains="q="):
        given = parse_qsl(view.query)
        query = urlencode([(name, _phrase(text) if name == "q" else text) for name, text in given])
        views.filter(pk=view.pk).update(query=query)


def _phrase(text):
    if ONE_WORD.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class Migration(migrations.Migration):
    dependencies = [("threadsui", "0039_thread_removed_index")]

    operations = [migrations.RunPython(quote, migrations.RunPython.noop)]
