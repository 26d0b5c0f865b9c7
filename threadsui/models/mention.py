from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .visibility import VisibleQuerySet, visible


class MentionQuerySet(VisibleQuerySet):
    to_connection = "note__thread__connection"
    to_threads = ("note__thread",)

    def unread(self):
        return self.filter(read_at=None)

    def of(self, person):
        return self.filter(person=person)


class Mention(models.Model):
    """A person named in a note, who is told of it until they have read it."""

    note = models.ForeignKey("threadsui.Note", on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mentions",
        db_index=False,
    )
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MentionQuerySet.as_manager()
    visible = visible(MentionQuerySet)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(name="mention_newest_of_person", fields=["person", "-created_at", "-id"]),
            models.Index(
                name="mention_unread_of_person",
                fields=["person", "-created_at", "-id"],
                condition=Q(read_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="mention_once_per_note", fields=["note", "person"]),
            models.CheckConstraint(
                name="mention_read_after_created",
                condition=Q(read_at=None) | Q(read_at__gte=F("created_at")),
            ),
        ]

    def __str__(self):
        return f"{self.person} in {self.note}"
