from django.conf import settings
from django.db import models
from django.utils import timezone

from . import masks
from .masking import HoldsText, MaskedJSONField, record_of

RETENTION_DAYS_MAX = 36_500  # a hundred years


class RetentionRule(models.Model):
    """How long the texts of a connection's threads are kept; a connection without one keeps them for ever.

    `applied_at` is when a run last came to the end of what was due; `failed_at` when one ended in an error since.
    """

    connection = models.OneToOneField(
        "threadsui.Connection",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="retention_rule",
    )
    days = models.PositiveIntegerField()
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        permissions = [
            ("view_retention", "Can see retention rules and what they would remove"),
            ("set_retention", "Can set retention rules"),
        ]
        constraints = [
            models.CheckConstraint(
                name="retentionrule_days_from_one",
                condition=models.Q(days__gte=1, days__lte=RETENTION_DAYS_MAX),
            ),
        ]

    def __str__(self):
        return f"{self.days} days"


class LegalHold(models.Model):
    """Why a thread's record stays as it is, whatever its retention rule says. Lifted, it is gone."""

    thread = models.OneToOneField(
        "threadsui.Thread", on_delete=models.CASCADE, primary_key=True, related_name="legal_hold"
    )
    reason = models.TextField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="legalhold_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self):
        return f"Hold of thread {self.thread_id}"


class RemovedText(HoldsText, models.Model):
    """What proves which texts a retention rule took out of a thread.

    `digests` has the SHA-256 of each message's text in UTF-8, by its position, as the keys of JSON are: {"0": "9f86…"}.
    """

    thread = models.OneToOneField(
        "threadsui.Thread", on_delete=models.CASCADE, primary_key=True, related_name="removed_text"
    )
    digests = MaskedJSONField(mask=masks.digests, default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Removed text of thread {self.thread_id}"

    def revealed_by(self):
        return [record_of("thread", self.thread_id)]
