from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from . import masks
from .masking import HoldsText, MaskedTextField, record_of
from .visibility import VisibleQuerySet, visible

NOTE_TEXT_MAX_LENGTH = 5_000


class NoteQuerySet(VisibleQuerySet):
    to_connection = "thread__connection"
    to_threads = ("thread",)


class Note(HoldsText, models.Model):
    """What one of the team wrote about a thread, for the team alone: it is never sent to a server."""

    thread = models.ForeignKey(
        "threadsui.Thread", on_delete=models.CASCADE, related_name="notes", db_index=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes"
    )
    text = MaskedTextField(mask=masks.length_of, max_length=NOTE_TEXT_MAX_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()
    visible = visible(NoteQuerySet)

    class Meta:
        permissions = [("delete_any_note", "Can delete notes that others wrote")]
        indexes = [
            models.Index(name="note_newest_of_thread", fields=["thread", "-created_at", "-id"])
        ]
        constraints = [
            models.CheckConstraint(name="note_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="note_edited_after_created",
                condition=Q(edited_at=None) | Q(edited_at__gte=F("created_at")),
            ),
        ]

    def __str__(self):
        return Truncator(self.text).chars(60)

    def get_absolute_url(self):
        """The notes of its thread, at this one."""
        thread = reverse("threadsui:thread_detail", args=[self.thread_id])
        return f"{thread}?tab=notes&note={self.pk}#note-{self.pk}"

    def revealed_by(self):
        return [record_of("thread", self.thread_id)]
