"""What proves the audit events: the head of their chain, its sealed checkpoints, and when it was last verified.

Every `seal` is an HMAC with a key that the database does not have: see threadsui/audit/keys.py.
"""

from django.core.exceptions import FieldError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditHead(models.Model):
    """The last event: one row, which each append locks, so that the chain has one end.

    It is sealed, so that nobody without the key can cut the last events off and move it back.
    """

    ONLY = 1  # its primary key

    number = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=8)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(name="audithead_is_one", condition=models.Q(pk=1)),
        ]

    def __str__(self):
        return f"event {self.number}"


class AuditCheckpoint(models.Model):
    """What the chain was at a moment: how many events, and the last one's MAC.

    Its primary key is its number, without gaps. Written once, like an event. A copy of each is in a file beside the
    database and in the log: see docs/audit.md.
    """

    number = models.PositiveBigIntegerField()
    mac = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    key_id = models.CharField(max_length=8)
    seal = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.pk}: event {self.number}"

    def delete(self, *args, **kwargs):
        raise FieldError("Checkpoints of the audit chain are never deleted.")


class AuditVerification(models.Model):
    """One look through the whole chain, and what was found. Sealed, so that a good result cannot be made up."""

    class Problem(models.TextChoices):
        EDITED = "edited", _("edited")
        MISSING = "missing", _("deleted")
        INSERTED = "inserted", _("inserted")
        SWAPPED = "swapped", _("swapped")
        TRUNCATED = "truncated", _("cut off")
        KEY = "key", _("sealed with a key that is not given")
        HEAD = "head", _("head changed")
        CHECKPOINT = "checkpoint", _("checkpoint does not fit")
        TRIGGERS = "triggers", _("not protected")

    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField()
    number = models.PositiveBigIntegerField()  # verified up to this event
    problem = models.CharField(max_length=20, choices=Problem, blank=True)
    # The first event (or, if the problem is one of theirs, checkpoint) that is not as it was written, and the last one
    # that the same is said of.
    bad_number = models.PositiveBigIntegerField(null=True)
    bad_until = models.PositiveBigIntegerField(null=True)
    key_id = models.CharField(max_length=8)
    seal = models.CharField(max_length=64)

    class Meta:
        get_latest_by = "id"

    def __str__(self):
        return self.get_problem_display() if self.problem else f"intact up to event {self.number}"
