"""Which submissions a legal hold keeps besides the threads that it is placed on."""

from django.db import models


class LedToHeld(models.Func):
    """Whether a thread under legal hold came of the submission of this number, at any remove.

    Asked from the submission on, along those few that name it as their parent: from the held threads back it would be
    a question to each of them, of which there may be very many.
    """

    output_field = models.BooleanField()
    template = """EXISTS (
        WITH RECURSIVE later(id, thread_id) AS (
            SELECT child.id, child.thread_id FROM threadsui_submission child
            WHERE child.parent_id = %(expressions)s
            UNION
            SELECT child.id, child.thread_id FROM threadsui_submission child
            JOIN later ON child.parent_id = later.id
        )
        SELECT 1 FROM later JOIN threadsui_thread came ON came.id = later.thread_id
        WHERE came.held_at IS NOT NULL
    )"""
