from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Operation(models.Model):
    """One thing a person did to many threads at once: what, to which, how far it is, and what came of it.

    `selection` is `{"ids": [1, 2]}`, or `{"conditions": […]}` for all that matched when it was pressed: of those, only
    the threads up to `newest_id`. `parameters` is what is done: `{"tags": ["vip"]}`, `{"assignee": "ana"}`,
    `{"format": "csv"}`, `{"key": "env", "to": "stage"}`. `counts` is what came of those that asked a server, by result.
    One that adopts is about its `adoptions`, and has no selection. `cancelled_by` is set while its last step is still
    under way; it is finished after that.
    """

    class Kind(models.TextChoices):
        TAG = "threads.tag", _("Tag threads")
        UNTAG = "threads.untag", _("Remove tags from threads")
        ASSIGN = "threads.assign", _("Assign threads")
        EXPORT = "threads.export", _("Export threads")
        CHECK = "threads.check", _("Compare threads with the server")
        HOLD = "threads.hold", _("Place threads under legal hold")
        RELEASE = "threads.release", _("Lift the legal hold of threads")
        RENAME_KEY = "metadata.rename_key", _("Rename a metadata key")
        RENAME_VALUE = "metadata.rename_value", _("Rename a metadata value")
        ADOPT = "threads.adopt", _("Adopt threads")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=40, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="operations"
    )
    parameters = models.JSONField(default=dict)
    selection = models.JSONField(default=dict)
    query = models.TextField(blank=True)  # the filters as they stood in the address, for people
    newest_id = models.BigIntegerField(null=True, blank=True)
    last_id = models.BigIntegerField(default=0)  # every thread up to this one is done
    total = models.PositiveIntegerField(null=True, blank=True)  # known once it runs
    done_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    resumes_at = models.DateTimeField(null=True, blank=True)  # paused until then
    pauses = models.PositiveSmallIntegerField(default=0)  # in a row, without an answer between
    correlation_id = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=45, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)  # of the last step: a sign of life
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("operation")
        default_permissions = ()
        permissions = [("view_any_operation", "Can see the bulk operations of others")]
        indexes = [
            models.Index(
                name="operation_unfinished",
                fields=["updated_at"],
                condition=Q(finished_at=None),
            ),
            models.Index(name="operation_newest", fields=["-created_at", "-id"]),
            models.Index(name="operation_newest_of_actor", fields=["actor", "-created_at", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="operation_state_known",
                condition=Q(state__in=["waiting", "running", "done", "failed", "cancelled"]),
            ),
            models.CheckConstraint(
                name="operation_finished_when_ended",
                condition=Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False)
                | Q(state__in=["waiting", "running"], finished_at=None),
            ),
            models.CheckConstraint(
                name="operation_cancelled_by_somebody",
                condition=~Q(state="cancelled") | Q(cancelled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="operation_changed_some_of_done",
                condition=Q(changed_count__lte=F("done_count")),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} #{self.pk}"

    def get_absolute_url(self):
        return reverse("threadsui:operation_detail", args=[self.pk])

    @property
    def told_error(self):
        """`error`, which is kept in English, in the reader's language."""
        return gettext(self.error) if self.error else ""

    @property
    def is_finished(self):
        return self.finished_at is not None
