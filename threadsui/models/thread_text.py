from django.db import models


class ThreadText(models.Model):
    """What one thread is searched by: one row each, written by the databases' triggers alone (`threadsui/textindex`).

    On SQLite the texts are as they were written, and an FTS5 index reads them. On PostgreSQL they are the words,
    folded, and a generated column `lexemes` with a GIN index is made of them. `marks` are words that nobody types: who
    created the thread, which roles its messages have, which files it names.
    """

    thread = models.OneToOneField(
        "threadsui.Thread",
        on_delete=models.DO_NOTHING,  # the trigger of the thread's own DELETE
        primary_key=True,
        db_constraint=False,  # … which keeps it, and a load of many threads waits for no check
        related_name="searched_text",
    )
    title = models.TextField(blank=True)
    remote_id = models.TextField(blank=True)
    messages = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    marks = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Text of thread {self.thread_id}"
