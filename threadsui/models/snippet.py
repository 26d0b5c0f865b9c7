from django.db import models
from django.db.models import Q
from django.urls import reverse

from .shareable import Shareable


class Snippet(Shareable):
    """A short text to put into a message: typed as `::name`."""

    text = models.TextField()

    class Meta(Shareable.Meta):
        abstract = False
        permissions = [("change_any_snippet", "Can change and delete shared snippets of others")]
        constraints = [
            *Shareable.Meta.constraints,
            models.CheckConstraint(name="snippet_has_text", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"::{self.name}"

    def get_absolute_url(self):
        return reverse("threadsui:snippet_update", args=[self.pk])
