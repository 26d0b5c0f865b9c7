from django.conf import settings
from django.db import models
from django.utils import timezone


class SpentToken(models.Model):
    """A form that was sent: committed before its call, so that a second press, or a restart, does not send it again."""

    token = models.UUIDField(unique=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey("threadsui.Thread", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return str(self.token)
