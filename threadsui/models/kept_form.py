import json

from django.db import models


class KeptForm(models.Model):
    """The composer's form as it was posted, unvalidated, and what a list says about it."""

    connection = models.ForeignKey(
        "threadsui.Connection", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    message_count = models.PositiveIntegerField(default=0)
    # {field: [values]} as JSON text. Never a JSONField: PostgreSQL's takes no \u0000, which people paste.
    form = models.TextField()

    class Meta:
        abstract = True

    @property
    def fields(self):
        """The form as it was posted: a list of values for each field's name."""
        return json.loads(self.form)
