from django.db import models
from django.utils.translation import gettext_lazy as _

from . import masks
from .masking import HoldsText, MaskedJSONField, MaskedTextField, record_of


class Message(HoldsText, models.Model):
    """A message as it was sent with, or fetched from, the server."""

    class Role(models.TextChoices):
        USER = "user", _("User")
        ASSISTANT = "assistant", _("Assistant")

    thread = models.ForeignKey(
        "threadsui.Thread", on_delete=models.CASCADE, related_name="messages"
    )
    position = models.PositiveIntegerField()  # from 0, oldest first
    role = models.CharField(max_length=20, choices=Role)
    content = MaskedJSONField(mask=masks.length_of)  # a string, or an array of parts
    text = MaskedTextField(
        mask=masks.length_of, blank=True
    )  # the text of all parts, for reading and searching
    attachments = models.JSONField(default=list, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    # What else the server said of it when it was fetched, such as `run_id`, as JSON; None: nothing.
    extra = MaskedJSONField(mask=masks.extra, null=True, blank=True)
    remote_id = models.CharField(_("message id"), max_length=200, blank=True)
    remote_created_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        permissions = [
            ("read_message", "Can read what messages say"),
            ("reveal_message", "Can read what messages say after giving a reason"),
        ]
        constraints = [
            models.UniqueConstraint(name="message_one_per_position", fields=["thread", "position"]),
            models.CheckConstraint(
                name="message_role_known", condition=models.Q(role__in=["user", "assistant"])
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.position + 1}"

    def revealed_by(self):
        return [record_of("thread", self.thread_id)]
