from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """A message as it was sent with, or fetched from, the server."""

    class Role(models.TextChoices):
        USER = "user", _("User")
        ASSISTANT = "assistant", _("Assistant")

    thread = models.ForeignKey(
        "threadsui.Thread", on_delete=models.CASCADE, related_name="messages"
    )
    position = models.PositiveIntegerField()  # from 0, oldest first
    role = models.CharField(max_length=20, choices=Role)
    content = models.JSONField()  # a string, or an array of parts
    text = models.TextField(blank=True)  # the text of all parts, for reading and searching
    attachments = models.JSONField(default=list, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    remote_id = models.CharField(_("message id"), max_length=200, blank=True)
    remote_created_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="message_one_per_position", fields=["thread", "position"]),
            models.CheckConstraint(
                name="message_role_known", condition=models.Q(role__in=["user", "assistant"])
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.position + 1}"
