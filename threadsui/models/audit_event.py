from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.urls import reverse
from django.utils import timezone


class AuditEventQuerySet(models.QuerySet):
    def about(self, target):
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))

    def update(self, **kwargs):
        raise FieldError("Audit events are never changed.")

    def delete(self):
        raise FieldError("Audit events are never deleted.")


class AuditEvent(models.Model):
    """One thing one person, or the system, did. Written once; points at nothing it could block."""

    class Action(models.TextChoices):
        THREAD_CREATED = "thread.created", "created the thread"
        THREAD_ADOPTED = "thread.adopted", "adopted the thread"
        THREAD_UPDATED = "thread.updated", "changed the thread"
        THREAD_REFRESHED = "thread.refreshed", "refreshed the thread from the server"
        THREAD_GONE = "thread.gone", "found the thread gone from the server"
        THREAD_DELETED = "thread.deleted", "deleted the thread"
        THREAD_TAGGED = "thread.tagged", "tagged the thread"
        THREAD_UNTAGGED = "thread.untagged", "took a tag off the thread"
        THREAD_ASSIGNED = "thread.assigned", "assigned the thread"
        MESSAGE_CREATED = "message.created", "added a message"
        NOTE_ADDED = "note.added", "added a note"
        NOTE_EDITED = "note.edited", "edited a note"
        NOTE_DELETED = "note.deleted", "deleted a note"
        SUBMISSION_REFUSED = "submission.refused", "was refused by the server"
        SUBMISSION_UNKNOWN = "submission.unknown", "got no trustworthy answer"
        SUBMISSION_NOT_SENT = "submission.not_sent", "could not send the thread"
        SUBMISSION_RESENT = "submission.resent", "resent the submission"
        SUBMISSION_DISMISSED = "submission.dismissed", "dismissed the submission"
        CONNECTION_CREATED = "connection.created", "added the connection"
        CONNECTION_UPDATED = "connection.updated", "changed the connection"
        USER_CREATED = "user.created", "added the person"
        USER_UPDATED = "user.updated", "changed the person"

    action = models.CharField(max_length=40, choices=Action)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,  # the row is never changed, and blocks nobody's removal
        db_constraint=False,
        null=True,
        related_name="+",
    )
    actor_name = models.CharField(max_length=150)
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=80)
    target_label = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    correlation_id = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=45, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="auditevent_newest", fields=["-created_at", "-id"]),
            models.Index(name="auditevent_by_correlation", fields=["correlation_id"]),
            models.Index(
                name="auditevent_of_target", fields=["target_type", "target_id", "-created_at"]
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="auditevent_actor_name_kept", condition=~models.Q(actor_name="")
            ),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.get_action_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise FieldError("Audit events are never changed.")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("threadsui:audit_detail", args=[self.pk])

    def delete(self, *args, **kwargs):
        raise FieldError("Audit events are never deleted.")
