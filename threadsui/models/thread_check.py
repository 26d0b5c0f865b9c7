import hashlib
import json

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ThreadCheck(models.Model):
    """What the last comparison of a thread with its server came to. One for each thread that was ever compared.

    `metadata` and `tool_resources` are the server's, kept only while it has something else than the console's record.
    `new_messages` and `removed_messages` are how many it has more and less; None: the server does not list them, or
    has too many to count.
    """

    class State(models.TextChoices):
        SAME = "same", _("Same as on the server")
        CHANGED = "changed", _("Changed remotely")
        GONE = "gone", _("Gone upstream")
        UNREACHABLE = "unreachable", _("Not reached")

    thread = models.OneToOneField(
        "threadsui.Thread", on_delete=models.CASCADE, primary_key=True, related_name="last_check"
    )
    state = models.CharField(max_length=12, choices=State)
    checked_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    metadata = models.JSONField(null=True, blank=True)
    tool_resources = models.JSONField(null=True, blank=True)
    new_messages = models.PositiveIntegerField(null=True, blank=True)
    removed_messages = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it was not reached, in the words of the moment

    class Meta:
        default_permissions = ()
        indexes = [models.Index(name="threadcheck_in_state", fields=["state", "-thread"])]
        constraints = [
            models.CheckConstraint(
                name="threadcheck_state_known",
                condition=models.Q(state__in=["same", "changed", "gone", "unreachable"]),
            ),
        ]

    def __str__(self):
        return f"{self.get_state_display()} at {self.checked_at:%Y-%m-%d %H:%M}"

    @property
    def found_messages(self):
        """Whether the server has other messages than the record, as far as they were counted."""
        return bool(self.new_messages or self.removed_messages)

    @property
    def version(self):
        """Stands for what was found on the server: a person decides about this, and about nothing newer."""
        found = [
            self.metadata,
            self.tool_resources,
            self.new_messages,
            self.removed_messages,
        ]
        return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:32]
