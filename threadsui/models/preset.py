from django.db import models
from django.urls import reverse

from .kept_form import KeptForm
from .shareable import Shareable


class Preset(Shareable, KeptForm):
    """A form of the composer to start from, with {{placeholders}} that ask for their values."""

    placeholders = models.JSONField(default=list, blank=True)  # their names, in the form's order

    class Meta(Shareable.Meta):
        abstract = False
        permissions = [("change_any_preset", "Can change and delete shared presets of others")]

    def get_absolute_url(self):
        """The composer, filled in with it."""
        return f"{reverse('threadsui:thread_create')}?preset={self.pk}"
