from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .masking import HoldsText, MaskedCharField, record_of
from .visibility import VisibleQuerySet, visible


class ThreadQuerySet(VisibleQuerySet):
    to_connection = "connection"
    to_threads = ("pk",)

    def text_due(self, connection, before):
        """Those of `connection`, recorded before this moment, that still have their texts and are not held."""
        still = self.filter(text_removed_at=None, held_at=None)  # as in `thread_with_text_oldest`
        return still.filter(connection=connection, recorded_at__lt=before)

    def live(self):
        return self.filter(deleted_at=None)

    def created_by(self, user):
        return self.filter(creator=user)


class Thread(HoldsText, models.Model):
    """Our record of one thread that a server accepted. It stays when the thread is deleted or gone."""

    class State(models.TextChoices):
        CREATED = "created", _("Created")
        GONE = "gone", _("Gone upstream")
        DELETED = "deleted", _("Deleted")

    connection = models.ForeignKey(
        "threadsui.Connection", on_delete=models.PROTECT, related_name="threads"
    )
    remote_id = models.CharField(_("thread id"), max_length=200)
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads"
    )
    title = MaskedCharField(max_length=200, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    tool_resources = models.JSONField(default=dict, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="assigned_threads",
        null=True,
        blank=True,
        db_index=False,  # thread_by_assignee begins with it
    )
    tags = models.ManyToManyField(
        "threadsui.Tag", through="threadsui.ThreadTag", related_name="threads", blank=True
    )
    message_count = models.PositiveIntegerField(default=0)
    remote_created_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    # When `creator` took it over from its server, where somebody else had created it. None: they created it.
    adopted_at = models.DateTimeField(null=True, blank=True)
    # What else the server said of it when it was adopted, as JSON; None: nothing.
    extra = models.JSONField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)  # when the server first said 404
    # When a check first found that the server has something else; None again once both are the same.
    drifted_at = models.DateTimeField(null=True, blank=True)
    # When its retention rule took its texts away, and after how many days it does.
    text_removed_at = models.DateTimeField(null=True, blank=True)
    text_kept_days = models.PositiveIntegerField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)  # since when it is under legal hold
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ThreadQuerySet.as_manager()
    visible = visible(ThreadQuerySet)

    class Meta:
        permissions = [
            ("change_any_thread", "Can change threads that others created"),
            ("triage_thread", "Can tag and assign threads, whoever created them"),
            ("export_thread", "Can export threads"),
            ("check_thread", "Can compare threads with what their servers have"),
            ("rename_metadata", "Can rename metadata across many threads"),
            ("hold_thread", "Can place and lift legal holds"),
            ("view_every_thread", "Can see all connections and threads, for whatever groups"),
        ]
        indexes = [
            models.Index(name="thread_newest", fields=["-recorded_at", "-id"]),
            models.Index(
                name="thread_by_remote_id",
                fields=["remote_id"],
                opclasses=["varchar_pattern_ops"],  # PostgreSQL's, for the beginning of an id
            ),
            models.Index(name="thread_by_creator", fields=["creator", "-recorded_at", "-id"]),
            models.Index(name="thread_by_assignee", fields=["assignee", "-recorded_at", "-id"]),
            models.Index(name="thread_by_connection", fields=["connection", "-recorded_at", "-id"]),
            models.Index(
                name="thread_deleted_newest",
                fields=["-recorded_at", "-id"],
                condition=Q(deleted_at__isnull=False),
            ),
            models.Index(
                name="thread_gone_newest",
                fields=["-recorded_at", "-id"],
                condition=Q(gone_at__isnull=False),
            ),
            models.Index(
                name="thread_drifted_newest",
                fields=["-recorded_at", "-id"],
                condition=Q(drifted_at__isnull=False),
            ),
            models.Index(
                name="thread_held_newest",
                fields=["-recorded_at", "-id"],
                condition=Q(held_at__isnull=False),
            ),
            models.Index(
                name="thread_removed_newest",
                fields=["-recorded_at", "-id"],
                condition=Q(text_removed_at__isnull=False),
            ),
            models.Index(
                name="thread_with_text_oldest",
                fields=["connection", "recorded_at", "id"],
                condition=Q(text_removed_at=None, held_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="thread_once_per_connection", fields=["connection", "remote_id"]
            ),
            models.CheckConstraint(name="thread_has_remote_id", condition=~Q(remote_id="")),
            models.CheckConstraint(
                name="thread_deleted_at_and_by_together",
                condition=Q(deleted_at=None, deleted_by=None)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title or self.remote_id

    def get_absolute_url(self):
        return reverse("threadsui:thread_detail", args=[self.pk])

    @property
    def audit_label(self):
        """What the history calls it: a title is made of what was written, and nothing leaves the history."""
        return self.remote_id

    def revealed_by(self):
        return [record_of("thread", self.pk)]

    @property
    def state(self):
        if self.deleted_at:
            return self.State.DELETED
        return self.State.GONE if self.gone_at else self.State.CREATED

    def as_object(self):
        """The API's thread object as it is recorded here: `created_at` in Unix seconds, None if it was not said."""
        created = self.remote_created_at
        return {
            "id": self.remote_id,
            "object": "thread",
            "created_at": int(created.timestamp()) if created else None,
            "metadata": self.metadata,
            "tool_resources": self.tool_resources,
        }

    @property
    def is_held(self):
        return self.held_at is not None

    @property
    def shown_state(self):
        """What its pill says: its state, or "changed" for one that its server has something else of."""
        if self.drifted_at and self.state == self.State.CREATED:
            return "changed"
        return self.state.value
